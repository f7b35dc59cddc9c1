using System.Reflection;
using KiPass.Contracts.Facilities;
using KiPass.Grains.Facilities;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime;
using Orleans.Serialization;
using Orleans.Serialization.TypeSystem;

namespace KiPass.Grains.Tests.Contracts;

/// <summary>
/// Goal: silos of two versions understand one another, and read what the other stored. Method: the shape of every call, message and stored
/// state, held against <c>Shapes.txt</c>. A line that changes or goes away breaks a rolling upgrade; a new line is added to the file by hand.
/// </summary>
public sealed class ContractShapeTests
{
    private static readonly Assembly[] Assemblies = [typeof(IFacilityGrain).Assembly, typeof(FacilityGrain).Assembly];

    [Fact]
    public void Calls_messages_and_state_have_the_shapes_that_silos_of_the_version_before_know()
    {
        var known = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "Contracts", "Shapes.txt"))
            .Where(line => line.Length > 0 && line[0] != '#')
            .ToHashSet();
        var now = Shapes().ToHashSet();

        var gone = known.Except(now).Order(StringComparer.Ordinal).ToList();
        Assert.True(gone.Count == 0, "A silo of the version before expects these, which changed or went away:\n" + string.Join('\n', gone));
        var added = now.Except(known).Order(StringComparer.Ordinal).ToList();
        Assert.True(added.Count == 0, "New; add to Contracts/Shapes.txt:\n" + string.Join('\n', added));
    }

    [Fact]
    public void Every_message_has_an_alias_that_outlives_a_new_name_and_members_with_numbers_of_their_own()
    {
        foreach (var type in Messages())
        {
            Assert.True(type.GetCustomAttribute<AliasAttribute>() is not null, $"{type}: [Alias] is missing.");
            var ids = Members(type).Select(member => member.Id).ToList();
            Assert.True(ids.Distinct().Count() == ids.Count, $"{type}: two members have the same [Id].");
        }
    }

    /// <summary>Within one silo nothing is serialized: what lacks a serializer fails only once two grains live in two silos.</summary>
    [Fact]
    public void Every_type_of_ours_in_a_call_or_a_message_has_a_serializer()
    {
        var calls = Types()
            .Where(type => type.IsInterface && type != typeof(IGrain) && type.IsAssignableTo(typeof(IAddressable)))
            .SelectMany(type => type.GetMethods())
            .Where(method => !method.IsStatic)
            .SelectMany(method => method.GetParameters().Select(parameter => parameter.ParameterType).Append(method.ReturnType));
        var reached = calls
            .Concat(Messages().SelectMany(Members).Select(member => member.Type))
            .SelectMany(Parts)
            .Where(type =>
                Assemblies.Contains(type.Assembly) && !type.IsEnum && !type.IsGenericParameter && !type.IsAssignableTo(typeof(IAddressable))
            )
            .Distinct()
            .ToList();

        Assert.Contains(reached, type => type.Name == "PaperVisit");
        Assert.Empty(reached.Where(type => type.GetCustomAttribute<GenerateSerializerAttribute>() is null).Select(type => type.FullName));
    }

    /// <summary>
    /// Goal: a type can move to another namespace without breaking a rolling upgrade. Method: Orleans itself names every grain interface, call
    /// and message; none of these names contains a .NET namespace of ours.
    /// </summary>
    [Fact]
    public void No_dotnet_type_name_travels_between_silos()
    {
        // Returned on their own, enums travel by their .NET name: these stay in their namespace. Token grains are called in their own silo only.
        string[] staying = ["KiPass.Contracts.Policy.CrisisLevel", "KiPass.Contracts.Traces.TraceStart", "KiPass.Grains.Visits.ScanStatus"];
        using var services = new ServiceCollection()
            .AddSerializer(serializer =>
            {
                foreach (var assembly in Assemblies)
                {
                    serializer.AddAssembly(assembly);
                }
            })
            .BuildServiceProvider();
        var names = services.GetRequiredService<TypeConverter>();
        var grains = Types()
            .Where(type => type.IsInterface && type != typeof(IGrain) && type.IsAssignableTo(typeof(IAddressable)))
            .ToList();
        var calls = Assemblies
            .SelectMany(assembly => assembly.GetTypes())
            .Where(type => type.Name.StartsWith("Invokable_", StringComparison.Ordinal))
            .ToList();
        var results = grains
            .SelectMany(type => type.GetMethods())
            .Where(method => !method.IsStatic && method.ReturnType.IsGenericType)
            .Select(method => method.ReturnType.GetGenericArguments()[0]);

        Assert.NotEmpty(calls);
        Assert.Empty(
            grains
                .Concat(calls)
                .Concat(Messages().Where(type => !type.IsGenericTypeDefinition))
                .Concat(results)
                .Select(type => names.Format(type, name => name, allowAllTypes: true))
                .Where(name => name.Contains("KiPass.", StringComparison.Ordinal) && !staying.Contains(name.Split(',')[0]))
                .Distinct()
        );
    }

    private static IEnumerable<Type> Parts(Type type) =>
        type.IsGenericType ? type.GetGenericArguments().SelectMany(Parts).Append(type.GetGenericTypeDefinition())
        : type.GetElementType() is { } element ? Parts(element)
        : [type];

    private static IEnumerable<string> Shapes()
    {
        foreach (var type in Types().Where(type => type.IsInterface && type != typeof(IGrain) && type.IsAssignableTo(typeof(IAddressable))))
        {
            foreach (var method in type.GetMethods().Where(method => !method.IsStatic))
            {
                var parameters = string.Join(", ", method.GetParameters().Select(parameter => Name(parameter.ParameterType)));
                yield return $"call {Alias(type)}.{method.GetCustomAttribute<AliasAttribute>()?.Alias ?? method.Name}({parameters}) {Name(method.ReturnType)}";
            }
        }
        foreach (var type in Messages())
        {
            foreach (var (id, name, of) in Members(type))
            {
                yield return $"message {Alias(type)} {id} {name} {Name(of)}";
            }
        }
        foreach (var type in Types().Where(type => type.IsEnum && type.IsPublic))
        {
            foreach (var value in Enum.GetValues(type))
            {
                yield return $"enum {type.Name} {Convert.ToInt64(value, System.Globalization.CultureInfo.InvariantCulture)} {value}";
            }
        }
        var states = Types()
            .SelectMany(type => type.GetConstructors(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance))
            .SelectMany(constructor => constructor.GetParameters())
            .Where(parameter =>
                parameter.ParameterType is { IsGenericType: true } of && of.GetGenericTypeDefinition() == typeof(IPersistentState<>)
            );
        foreach (var parameter in states)
        {
            var state = parameter.ParameterType.GetGenericArguments()[0];
            var name = parameter.GetCustomAttribute<PersistentStateAttribute>()?.StateName ?? state.Name;
            foreach (var property in state.GetProperties(BindingFlags.Public | BindingFlags.Instance))
            {
                yield return $"state {name} {property.Name} {Name(property.PropertyType)}";
            }
        }
    }

    private static IEnumerable<Type> Types() => Assemblies.SelectMany(assembly => assembly.GetTypes()).Where(type => !IsGenerated(type));

    private static IEnumerable<Type> Messages() =>
        Types().Where(type => type.GetCustomAttribute<GenerateSerializerAttribute>() is not null);

    // Members with [Id]; of a record without any, its primary constructor's parameters in order, as Orleans numbers them.
    private static IEnumerable<(uint Id, string Name, Type Type)> Members(Type type)
    {
        const BindingFlags own = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.DeclaredOnly;
        var numbered = type.GetMembers(own)
            .Where(member => member.GetCustomAttribute<IdAttribute>() is not null)
            .Select(member =>
                (
                    member.GetCustomAttribute<IdAttribute>()!.Id,
                    member.Name,
                    member is PropertyInfo property ? property.PropertyType : ((FieldInfo)member).FieldType
                )
            )
            .ToList();
        var constructor = type.GetConstructors(own)
            .Where(candidate =>
                candidate.GetParameters() is { Length: > 0 } p
                && p.All(x => type.GetProperty(x.Name!, own)?.PropertyType == x.ParameterType)
            )
            .MaxBy(candidate => candidate.GetParameters().Length);
        var implied = (constructor?.GetParameters() ?? [])
            .Where(parameter => type.GetProperty(parameter.Name!, own)!.GetCustomAttribute<IdAttribute>() is null)
            .Select((parameter, index) => ((uint)index, parameter.Name!, parameter.ParameterType));
        return numbered.Concat(numbered.Count == 0 ? implied : []);
    }

    private static bool IsGenerated(Type type) =>
        type.Namespace?.StartsWith("OrleansCodeGen", StringComparison.Ordinal) == true || type.Name.Contains('<', StringComparison.Ordinal);

    private static string Alias(Type type) => type.GetCustomAttribute<AliasAttribute>()?.Alias ?? type.Name;

    private static string Name(Type type)
    {
        if (type.IsArray)
        {
            return Name(type.GetElementType()!) + "[]";
        }
        if (Nullable.GetUnderlyingType(type) is { } inner)
        {
            return Name(inner) + "?";
        }
        return type.IsGenericType ? $"{type.Name.Split('`')[0]}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>" : type.Name;
    }
}
