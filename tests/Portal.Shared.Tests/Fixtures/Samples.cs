using System.Collections;
using System.Collections.Immutable;
using System.Globalization;
using System.Reflection;
using System.Text;
using KiPass.Contracts.Access;
using KiPass.Tokens;

namespace KiPass.Portal.Shared.Tests.Fixtures;

/// <summary>Makes values of every type that a call carries, and describes values so that two can be compared.</summary>
/// <param name="sparse">Whether everything that may be null or empty is so.</param>
internal sealed class Samples(bool sparse)
{
    private readonly NullabilityInfoContext nullability = new();
    private int number = 41;

    /// <summary>A value of a parameter.</summary>
    public object? Of(ParameterInfo parameter) => Of(parameter.ParameterType, nullability.Create(parameter));

    /// <summary>An argument of a call. An array that is an argument itself can be empty, but is always set.</summary>
    public object? OfArgument(ParameterInfo parameter) => Set(Of(parameter));

    /// <summary>A value of a call's answer.</summary>
    public object? OfAnswer(RegisterCall call)
    {
        var returned = nullability.Create(call.Method.ReturnParameter).GenericTypeArguments[0];
        return Set(Of(call.Value!, call.HasOutcome ? returned.GenericTypeArguments[0] : returned));
    }

    /// <summary>Every property of a value, and of the values in it. An array that was never set counts as empty.</summary>
    public static string Describe(object? value)
    {
        var text = new StringBuilder();
        Describe(value, text);
        return text.ToString();
    }

    private static void Describe(object? value, StringBuilder text)
    {
        switch (value)
        {
            case null:
                text.Append("null");
                break;
            case DateTimeOffset time:
                text.Append(time.ToString("O", CultureInfo.InvariantCulture));
                break;
            case TimeOnly time:
                text.Append(time.ToString("O", CultureInfo.InvariantCulture));
                break;
            case byte[] bytes:
                text.Append(Convert.ToHexString(bytes));
                break;
            case string or Guid or Enum or DateOnly or KoreanDay or Jurisdiction:
                text.Append(CultureInfo.InvariantCulture, $"{value}");
                break;
            case { } array when IsUnset(array):
                text.Append("[]");
                break;
            case IDictionary<string, string> pairs:
                Describe(
                    pairs.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}={pair.Value}").ToArray(),
                    text
                );
                break;
            case IEnumerable items:
                text.Append('[');
                foreach (var item in items)
                {
                    Describe(item, text);
                    text.Append(';');
                }
                text.Append(']');
                break;
            case { } plain when plain.GetType().IsPrimitive:
                text.Append(CultureInfo.InvariantCulture, $"{plain}");
                break;
            default:
                text.Append('{');
                foreach (var property in value.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance))
                {
                    text.Append(property.Name).Append('=');
                    Describe(property.GetValue(value), text);
                    text.Append(';');
                }
                text.Append('}');
                break;
        }
    }

    private object? Of(Type type, NullabilityInfo? info)
    {
        var mayBeNull = Nullable.GetUnderlyingType(type) is not null || info?.ReadState == NullabilityState.Nullable;
        if (sparse && mayBeNull)
        {
            return null;
        }
        number++;
        var bare = Nullable.GetUnderlyingType(type) ?? type;
        return bare switch
        {
            _ when bare == typeof(string) => sparse ? "" : $"글 \"{number}\" <+>\u0001\\",
            _ when bare == typeof(int) => number,
            _ when bare == typeof(long) => long.MaxValue - number,
            _ when bare == typeof(ushort) => (ushort)number,
            _ when bare == typeof(bool) => number % 2 == 0,
            _ when bare == typeof(byte[]) => sparse ? Array.Empty<byte>() : new byte[] { 0, 255, (byte)number },
            _ when bare == typeof(Guid) => new Guid(number, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11),
            _ when bare == typeof(KoreanDay) => new KoreanDay(18_000 + number),
            _ when bare == typeof(DateOnly) => new DateOnly(2020, 6, 1).AddDays(number),
            _ when bare == typeof(TimeOnly) => new TimeOnly(23, 59).Add(TimeSpan.FromTicks(number)),
            _ when bare == typeof(DateTimeOffset) => new DateTimeOffset(2020, 6, 1, 9, 0, 0, KoreanDay.Offset).AddTicks(number),
            _ when bare == typeof(Jurisdiction) => sparse ? default : new Jurisdiction("11110"),
            _ when bare.IsEnum => Enum.GetValues(bare).Cast<object>().ElementAt(number % Enum.GetValues(bare).Length),
            _ when bare == typeof(ImmutableDictionary<string, string>) => sparse
                ? ImmutableDictionary<string, string>.Empty
                : ImmutableDictionary.CreateRange([KeyValuePair.Create("Facility", "곳"), KeyValuePair.Create("a.b", "1")]),
            _ when IsArray(bare) => ArrayOf(bare, info),
            _ => Record(bare),
        };
    }

    private object ArrayOf(Type type, NullabilityInfo? info)
    {
        if (sparse)
        {
            return Activator.CreateInstance(type)!;
        }
        var item = type.GetGenericArguments()[0];
        var items = Array.CreateInstance(item, 2);
        items.SetValue(Of(item, info?.GenericTypeArguments[0]), 0);
        // A nullable item is null once.
        items.SetValue(info?.GenericTypeArguments[0].ReadState == NullabilityState.Nullable ? null : Of(item, null), 1);
        return typeof(ImmutableArray)
            .GetMethods()
            .Single(method => method.Name == nameof(ImmutableArray.Create) && IsCreateOfArray(method))
            .MakeGenericMethod(item)
            .Invoke(null, [items])!;
    }

    private object Record(Type type)
    {
        Assert.StartsWith("KiPass.", type.FullName!);
        var constructor = type.GetConstructors().MaxBy(candidate => candidate.GetParameters().Length)!;
        var made = constructor.Invoke([.. constructor.GetParameters().Select(Of)]);
        var named = constructor.GetParameters().Select(parameter => parameter.Name).ToHashSet();
        foreach (var property in type.GetProperties().Where(property => property.CanWrite && !named.Contains(property.Name)))
        {
            property.SetValue(made, Of(property.PropertyType, nullability.Create(property)));
        }
        return made;
    }

    private static object? Set(object? value) =>
        value is not null && IsUnset(value) ? value.GetType().GetField(nameof(ImmutableArray<>.Empty))!.GetValue(null) : value;

    private static bool IsUnset(object value) => IsArray(value.GetType()) && Equals(value, Activator.CreateInstance(value.GetType()));

    private static bool IsCreateOfArray(MethodInfo method) =>
        method.GetParameters() is [{ ParameterType: { IsArray: true } }] && method.IsGenericMethod;

    private static bool IsArray(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ImmutableArray<>);
}
