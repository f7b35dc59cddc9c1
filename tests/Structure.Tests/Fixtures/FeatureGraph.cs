using Mono.Cecil;
using Mono.Cecil.Cil;

namespace KiPass.StructureTests.Fixtures;

/// <summary>
/// Which feature of an assembly uses which, read from its metadata and IL. A feature is the first part of a namespace below the root namespace,
/// which is the first folder of the project.
/// </summary>
public sealed class FeatureGraph
{
    private readonly string root;
    private readonly Dictionary<(string From, string To), SortedSet<string>> arrows = [];

    private FeatureGraph(string root) => this.root = root;

    /// <summary>Every arrow, with up to all uses that cause it as <c>Type → Type</c>.</summary>
    public IReadOnlyDictionary<(string From, string To), SortedSet<string>> Arrows => arrows;

    /// <summary>Reads an assembly.</summary>
    public static FeatureGraph Read(SourceProject project)
    {
        var graph = new FeatureGraph(project.Namespace);
        using var assembly = AssemblyDefinition.ReadAssembly(project.AssemblyFile);
        foreach (var type in assembly.MainModule.GetTypes())
        {
            if (graph.FeatureOf(type) is { } from)
            {
                foreach (var used in UsedBy(type))
                {
                    if (graph.FeatureOf(used) is { } to && to != from)
                    {
                        if (!graph.arrows.TryGetValue((from, to), out var uses))
                        {
                            graph.arrows[(from, to)] = uses = [];
                        }
                        uses.Add($"{Outermost(type).Name} → {Outermost(used).Name}");
                    }
                }
            }
        }
        return graph;
    }

    /// <summary>The features of each circle; empty when there is none.</summary>
    public IReadOnlyList<string> Circles()
    {
        var features = arrows.Keys.SelectMany(arrow => new[] { arrow.From, arrow.To }).Distinct().Order(StringComparer.Ordinal).ToList();
        var reached = features.ToDictionary(feature => feature, ReachedFrom);
        return
        [
            .. features
                .Where(feature => reached[feature].Contains(feature))
                .Select(feature =>
                    string.Join(", ", features.Where(other => reached[feature].Contains(other) && reached[other].Contains(feature)))
                )
                .Distinct(),
        ];
    }

    /// <summary>The uses that cause the arrows inside a circle, for the message of a failed test.</summary>
    public string Explain(string circle)
    {
        var members = circle.Split(", ").ToHashSet();
        return string.Join(
            Environment.NewLine,
            arrows
                .Where(arrow => members.Contains(arrow.Key.From) && members.Contains(arrow.Key.To))
                .Select(arrow => $"{arrow.Key.From} → {arrow.Key.To}: {string.Join("; ", arrow.Value.Take(5))}")
        );
    }

    private HashSet<string> ReachedFrom(string feature)
    {
        var reached = new HashSet<string>();
        var waiting = new Queue<string>([feature]);
        while (waiting.TryDequeue(out var at))
        {
            foreach (var (_, to) in arrows.Keys.Where(arrow => arrow.From == at && reached.Add(arrow.To)))
            {
                waiting.Enqueue(to);
            }
        }
        return reached;
    }

    // Types directly in the root namespace compose the program and are used by no feature; generated code is in other namespaces.
    private string? FeatureOf(TypeReference type)
    {
        var name = Outermost(type).Namespace;
        return name.StartsWith(root + ".", StringComparison.Ordinal) ? name[(root.Length + 1)..].Split('.')[0]
            : name == root ? "(root)"
            : null;
    }

    private static TypeReference Outermost(TypeReference type)
    {
        type = type.GetElementType();
        while (type.DeclaringType is { } outer)
        {
            type = outer;
        }
        return type;
    }

    private static IEnumerable<TypeReference> UsedBy(TypeDefinition type)
    {
        IEnumerable<TypeReference?> used =
        [
            type.BaseType,
            .. type.Interfaces.Select(implemented => implemented.InterfaceType),
            .. Attributes(type),
            .. type.Fields.SelectMany(field => (TypeReference[])[field.FieldType, .. Attributes(field)]),
            .. type.Properties.SelectMany(Attributes),
            .. type.GenericParameters.SelectMany(parameter => parameter.Constraints.Select(constraint => constraint.ConstraintType)),
            .. type.Methods.SelectMany(UsedBy),
        ];
        return used.OfType<TypeReference>().SelectMany(Parts);
    }

    private static IEnumerable<TypeReference> UsedBy(MethodDefinition method) =>
        [
            method.ReturnType,
            .. method.Parameters.Select(parameter => parameter.ParameterType),
            .. method.GenericParameters.SelectMany(parameter => parameter.Constraints.Select(constraint => constraint.ConstraintType)),
            .. Attributes(method),
            .. method.HasBody ? UsedBy(method.Body) : [],
        ];

    private static IEnumerable<TypeReference> UsedBy(MethodBody body) =>
        [
            .. body.Variables.Select(variable => variable.VariableType),
            .. body.ExceptionHandlers.Where(handler => handler.CatchType is not null).Select(handler => handler.CatchType),
            .. body.Instructions.SelectMany(Operands),
        ];

    private static IEnumerable<TypeReference> Operands(Instruction instruction) =>
        instruction.Operand switch
        {
            TypeReference type => [type],
            FieldReference field => [field.DeclaringType, field.FieldType],
            GenericInstanceMethod method =>
            [
                method.DeclaringType,
                method.ReturnType,
                .. method.GenericArguments,
                .. method.Parameters.Select(p => p.ParameterType),
            ],
            MethodReference method => [method.DeclaringType, method.ReturnType, .. method.Parameters.Select(p => p.ParameterType)],
            _ => [],
        };

    private static IEnumerable<TypeReference> Attributes(ICustomAttributeProvider provider) =>
        provider.CustomAttributes.SelectMany(attribute =>
            (TypeReference[])
                [attribute.AttributeType, .. attribute.ConstructorArguments.Select(argument => argument.Value).OfType<TypeReference>()]
        );

    // A generic instance or array uses what it is made of.
    private static IEnumerable<TypeReference> Parts(TypeReference type) =>
        type switch
        {
            GenericInstanceType generic => [generic.ElementType, .. generic.GenericArguments.SelectMany(Parts)],
            TypeSpecification specification => Parts(specification.ElementType),
            GenericParameter => [],
            _ => [type],
        };
}
