using Mono.Cecil;

namespace KiPass.Eng.Tools;

/// <summary>
/// The classes of a built test project or of the benchmarks, and which of them each one uses. From there follows which packages a test needs:
/// those of every <c>[Needs]</c> on a class that it reaches.
/// </summary>
/// <remarks>A nested class counts as part of the one around it. What only reflection reaches is not seen.</remarks>
internal sealed class TypeGraph : IDisposable
{
    /// <summary>Assemblies of helpers that several test projects share.</summary>
    private const string Helpers = "KiPass.*Testing.dll";

    private readonly DefaultAssemblyResolver resolver = new();
    private readonly List<ModuleDefinition> modules = [];
    private readonly Dictionary<string, TypeDefinition> types;
    private readonly Dictionary<string, string> collections;
    private readonly string[] shared;

    /// <param name="assembly">Path of the built assembly; the helpers that tests share lie next to it.</param>
    public TypeGraph(string assembly)
    {
        var folder = Path.GetDirectoryName(assembly)!;
        resolver.AddSearchDirectory(folder);
        var reading = new ReaderParameters { AssemblyResolver = resolver };
        Main = ModuleDefinition.ReadModule(assembly, reading);
        modules.Add(Main);
        modules.AddRange(Directory.GetFiles(folder, Helpers).Select(file => ModuleDefinition.ReadModule(file, reading)));
        types = modules.SelectMany(module => module.Types).GroupBy(type => type.FullName).ToDictionary(g => g.Key, g => g.First());
        // [Collection("name")] names a class by the string of its [CollectionDefinition].
        collections = types
            .Values.SelectMany(type => Strings(type, "CollectionDefinitionAttribute").Select(name => (name, type.FullName)))
            .ToDictionary(pair => pair.name, pair => pair.FullName);
        // [assembly: AssemblyFixture(typeof(X))]: made for every test.
        shared = [.. Main.Assembly.CustomAttributes.SelectMany(OfAttribute)];
    }

    /// <summary>The assembly that was named.</summary>
    public ModuleDefinition Main { get; }

    /// <summary>The packages that a class needs, sorted.</summary>
    public IReadOnlyList<string> PackagesOf(TypeDefinition start)
    {
        var packages = new SortedSet<string>(StringComparer.Ordinal);
        var seen = new HashSet<string>();
        var open = new Stack<string>([OutermostName(start), .. shared]);
        while (open.TryPop(out var name))
        {
            if (types.TryGetValue(name, out var type) && seen.Add(name))
            {
                packages.UnionWith(Strings(type, "NeedsAttribute"));
                foreach (var used in UsedBy(type))
                {
                    open.Push(used);
                }
            }
        }
        return [.. packages];
    }

    public void Dispose()
    {
        modules.ForEach(module => module.Dispose());
        resolver.Dispose();
    }

    private IEnumerable<string> UsedBy(TypeDefinition type) =>
        type
            .NestedTypes.SelectMany(UsedBy)
            .Concat(Names(type.BaseType))
            .Concat(type.Interfaces.SelectMany(i => Names(i.InterfaceType)))
            .Concat(type.Fields.SelectMany(field => Names(field.FieldType)))
            .Concat(type.CustomAttributes.SelectMany(OfAttribute))
            .Concat(Strings(type, "CollectionAttribute").Select(name => collections.GetValueOrDefault(name, "")))
            .Concat(type.Methods.SelectMany(UsedBy));

    private static IEnumerable<string> UsedBy(MethodDefinition method) =>
        Names(method.ReturnType)
            .Concat(method.Parameters.SelectMany(parameter => Names(parameter.ParameterType)))
            .Concat(method.CustomAttributes.SelectMany(OfAttribute))
            .Concat(method.HasBody ? method.Body.Instructions.SelectMany(instruction => OfOperand(instruction.Operand)) : []);

    private static IEnumerable<string> OfOperand(object? operand) =>
        operand switch
        {
            TypeReference type => Names(type),
            GenericInstanceMethod method => method.GenericArguments.SelectMany(Names).Concat(Names(method.DeclaringType)),
            MemberReference member => Names(member.DeclaringType),
            _ => [],
        };

    private static IEnumerable<string> OfAttribute(CustomAttribute attribute) =>
        Names(attribute.AttributeType)
            .Concat(Arguments(attribute).Select(argument => argument.Value).OfType<TypeReference>().SelectMany(Names));

    // To read an attribute, its enums are looked up. Those of the shared framework are not beside the assembly, and name no class of ours.
    private static Mono.Collections.Generic.Collection<CustomAttributeArgument> Arguments(CustomAttribute attribute)
    {
        try
        {
            return attribute.ConstructorArguments;
        }
        catch (AssemblyResolutionException)
        {
            return [];
        }
    }

    private static IEnumerable<string> Names(TypeReference? type) =>
        type is null ? []
        : type is GenericInstanceType generic ? generic.GenericArguments.SelectMany(Names).Append(OutermostName(type))
        : [OutermostName(type)];

    private static string OutermostName(TypeReference type)
    {
        var outermost = type.GetElementType();
        while (outermost.DeclaringType is { } around)
        {
            outermost = around;
        }
        return outermost.FullName;
    }

    private static IEnumerable<string> Strings(TypeDefinition type, string attribute) =>
        type
            .CustomAttributes.Where(a => a.AttributeType.Name == attribute)
            .SelectMany(a => a.ConstructorArguments)
            .SelectMany(argument => argument.Value is CustomAttributeArgument[] several ? several.Select(a => a.Value) : [argument.Value])
            .OfType<string>()
            .Concat(type.NestedTypes.SelectMany(nested => Strings(nested, attribute)));
}
