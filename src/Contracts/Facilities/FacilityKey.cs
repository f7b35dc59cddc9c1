namespace KiPass.Contracts.Facilities;

/// <summary>The grain key of a facility (시설): <c>f:</c> and its UUID in 32 hexadecimal digits.</summary>
public static class FacilityKey
{
    private const string Prefix = "f:";

    /// <summary>The grain key of a facility.</summary>
    public static string Of(Guid facilityId) => $"{Prefix}{facilityId:N}";

    /// <summary>Parses a key; throws <see cref="FormatException"/> for a string that <see cref="Of"/> did not produce.</summary>
    public static Guid Parse(string key) =>
        key.StartsWith(Prefix, StringComparison.Ordinal) && Guid.TryParseExact(key[Prefix.Length..], "N", out var id)
            ? id
            : throw new FormatException("A facility's key is f: and 32 hexadecimal digits.");
}
