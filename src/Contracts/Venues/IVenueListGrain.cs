using System.Collections.Immutable;
using KiPass.Contracts.Access;

namespace KiPass.Contracts.Venues;

/// <summary>
/// Loads one list of licensed venues: all of its good rows or, when anything fails, nothing. Loading the same file again makes no venue twice.
/// Key <see cref="VenueListKey"/>.
/// </summary>
[Alias("kipass.venue-list")]
public interface IVenueListGrain : IGrainWithStringKey
{
    /// <summary>Begins to load; ask <see cref="Progress"/> how far it is. Called again while it loads or afterwards: done.</summary>
    /// <returns>Invalid for a file over <see cref="VenueFile.MaxBytes"/> or a name that is empty or too long.</returns>
    [Alias("Load"), ResponseTimeout("00:00:30")]
    ValueTask<Answer> Load(Caller caller, VenueFile file);

    /// <summary>How far it is; to who loaded it, and to officials who answer for all of that person's region. NotFound for an unknown list.</summary>
    [Alias("Progress")]
    ValueTask<Answer<VenueListProgress>> Progress(Caller caller);

    /// <summary>Rows that were not taken, after a line, by line; at most <paramref name="limit"/> (1 to 5,000).</summary>
    [Alias("Faults")]
    ValueTask<Answer<ImmutableArray<VenueFault>>> Faults(Caller caller, int afterLine, int limit);
}

/// <summary>The grain key of a list: <c>l:</c> and its UUID in 32 hexadecimal digits.</summary>
public static class VenueListKey
{
    /// <summary>The key of a list.</summary>
    public static string Of(Guid listId) => $"l:{listId:N}";

    /// <summary>The list of a key; throws <see cref="FormatException"/> for a key that <see cref="Of"/> did not make.</summary>
    public static Guid Parse(string key) =>
        key.StartsWith("l:", StringComparison.Ordinal) && Guid.TryParseExact(key[2..], "N", out var id)
            ? id
            : throw new FormatException("A list's key is l: and 32 hexadecimal digits.");
}
