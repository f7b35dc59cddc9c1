using System.Collections.Immutable;
using KiPass.Contracts.Access;

namespace KiPass.Contracts.Venues;

/// <summary>
/// Loads one list of licensed venues: either all its good rows or, if loading fails, none. Loading the same file again creates no
/// duplicates. Key <see cref="VenueListKey"/>.
/// </summary>
[Alias("kipass.venue-list"), IdKey("l:")]
public interface IVenueListGrain : IGrainWithStringKey
{
    /// <summary>Starts loading; see <see cref="Progress"/>. Idempotent while loading and afterwards.</summary>
    /// <returns>Invalid for a file over <see cref="VenueFile.MaxBytes"/> or a name that is empty or too long.</returns>
    [Alias("Load"), ResponseTimeout("00:00:30")]
    [OpenTo(CallerRole.Official, CallerRole.Approver, MaxBodyBytes = (VenueFile.MaxBytes / 3 * 4) + OpenToAttribute.OtherBytes)]
    ValueTask<Answer> Load(Caller caller, VenueFile file);

    /// <summary>
    /// The progress; for the official who loads the list, and for officials whose jurisdiction contains that official's. NotFound for an
    /// unknown list.
    /// </summary>
    [Alias("Progress")]
    [OpenTo(CallerRole.Official, CallerRole.Approver)]
    ValueTask<Answer<VenueListProgress>> Progress(Caller caller);

    /// <summary>Rows that were rejected after a line, sorted by line; at most <paramref name="limit"/> (1 to 5,000).</summary>
    [Alias("Faults")]
    [OpenTo(CallerRole.Official, CallerRole.Approver)]
    ValueTask<Answer<ImmutableArray<VenueFault>>> Faults(Caller caller, int afterLine, int limit);
}

/// <summary>The grain key of a list: <c>l:</c> and its UUID in 32 hexadecimal digits.</summary>
public static class VenueListKey
{
    /// <summary>The grain key of a list.</summary>
    public static string Of(Guid listId) => $"l:{listId:N}";

    /// <summary>Parses a key; throws <see cref="FormatException"/> for a string that <see cref="Of"/> did not produce.</summary>
    public static Guid Parse(string key) =>
        key.StartsWith("l:", StringComparison.Ordinal) && Guid.TryParseExact(key[2..], "N", out var id)
            ? id
            : throw new FormatException("A list's key is l: and 32 hexadecimal digits.");
}
