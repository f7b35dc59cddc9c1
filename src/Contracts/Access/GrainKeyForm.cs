using System.Reflection;

namespace KiPass.Contracts.Access;

/// <summary>The form of the keys of the grains that portals call. A key of another form never reaches a grain.</summary>
internal static class GrainKeyForm
{
    /// <summary>Whether a text is a key of this grain.</summary>
    public static bool Fits(Type grain, string key) =>
        grain.GetField("Key")?.GetRawConstantValue() is string only
            ? key == only
            : grain.GetCustomAttribute<IdKeyAttribute>() is { } form && IsId(form.Prefix, key);

    // Only the form that the key's class writes: two spellings of one id would be two grains.
    private static bool IsId(string prefix, string key) =>
        key.StartsWith(prefix, StringComparison.Ordinal)
        && Guid.TryParseExact(key[prefix.Length..], "N", out var id)
        && key == $"{prefix}{id:N}";
}

/// <summary>The key of a grain: a prefix, and an id in 32 lower-case hexadecimal digits.</summary>
/// <param name="prefix">A letter and a colon.</param>
[AttributeUsage(AttributeTargets.Interface)]
internal sealed class IdKeyAttribute(string prefix) : Attribute
{
    /// <summary>A letter and a colon.</summary>
    public string Prefix { get; } = prefix;
}
