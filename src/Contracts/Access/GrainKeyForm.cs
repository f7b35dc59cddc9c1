using KiPass.Contracts.Facilities;
using KiPass.Contracts.Traces;
using KiPass.Contracts.Venues;

namespace KiPass.Contracts.Access;

/// <summary>The form of the keys of the grains that portals call. A key of another form never reaches a grain.</summary>
internal static class GrainKeyForm
{
    /// <summary>Whether a text is a key of this grain.</summary>
    public static bool Fits(Type grain, string key) =>
        grain.GetField("Key")?.GetRawConstantValue() is string only ? key == only
        : grain == typeof(IFacilityGrain) ? IsId("f:", key)
        : grain == typeof(ICertificateGrain) ? IsId("c:", key)
        : grain == typeof(IVenueListGrain) ? IsId("l:", key)
        : grain == typeof(ITraceGrain) && IsId("o:", key);

    // Only the form that the key's class writes: two spellings of one id would be two grains.
    private static bool IsId(string prefix, string key) =>
        key.StartsWith(prefix, StringComparison.Ordinal)
        && Guid.TryParseExact(key[prefix.Length..], "N", out var id)
        && key == $"{prefix}{id:N}";
}
