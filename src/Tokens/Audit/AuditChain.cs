using System.Security.Cryptography;
using System.Text;
using KiPass.Tokens.Keys;

namespace KiPass.Tokens.Audit;

/// <summary>
/// A hash chain over an append-only audit log: each entry's hash covers the previous hash, so changing, removing or moving an entry changes every
/// later hash. No I/O: the caller stores the records and appends under a lock or a unique key on the number.
/// </summary>
public static class AuditChain
{
    /// <summary>Maximum length of a kind, a fact name and a fact value, in characters.</summary>
    public const int MostCharacters = 1000;

    /// <summary>Creates the record that follows a head.</summary>
    /// <param name="head">The last record's head, or <see cref="ChainHead.Empty"/>.</param>
    /// <param name="at">When it happened; kept to the millisecond.</param>
    /// <param name="kind">A stable identifier, such as <c>destroyed</c>.</param>
    /// <param name="facts">Order ids and counts; each name at most once.</param>
    public static AuditRecord Append(ChainHead head, DateTimeOffset at, string kind, params IEnumerable<KeyValuePair<string, string>> facts)
    {
        var listed = facts.ToArray();
        foreach (var word in listed.SelectMany(f => new[] { f.Key, f.Value }).Append(kind))
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThan(word.Length, MostCharacters);
        }
        if (listed.DistinctBy(f => f.Key).Count() != listed.Length)
        {
            throw new ArgumentException("A fact name occurs twice.", nameof(facts));
        }
        var number = head.Count + 1;
        var text = AuditRecord.Write(number, at, kind, listed);
        return new AuditRecord(number, text, HashAfter(head.Hash, text));
    }

    internal static string HashAfter(string previous, string text)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(
            Base64Url.TryDecode(previous, out var bytes) && bytes.Length == 32 ? bytes : throw new FormatException("Not a hash.")
        );
        hash.AppendData(Encoding.UTF8.GetBytes(text));
        return Base64Url.Encode(hash.GetHashAndReset());
    }
}
