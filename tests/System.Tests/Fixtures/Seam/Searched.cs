using System.Text;
using KiPass.SystemTests.Seam;

namespace KiPass.SystemTests.Fixtures;

/// <summary>How a secret may be written, and where it is found.</summary>
internal static class Searched
{
    /// <summary>A text as UTF-8, UTF-16, JSON escapes, and inside base64 of anything.</summary>
    public static IEnumerable<byte[]> Text(string text)
    {
        yield return Encoding.UTF8.GetBytes(text);
        yield return Encoding.Unicode.GetBytes(text);
        if (text.Any(c => c > 127))
        {
            var escaped = string.Concat(text.Select(c => c > 127 ? $"\\u{(int)c:x4}" : $"{c}"));
            yield return Encoding.ASCII.GetBytes(escaped);
            yield return Encoding.ASCII.GetBytes(escaped.ToUpperInvariant().Replace("\\U", "\\u", StringComparison.Ordinal));
        }
        foreach (var inside in InBase64(Encoding.UTF8.GetBytes(text)))
        {
            yield return inside;
        }
    }

    /// <summary>A phone number: national with and without hyphens or spaces, international; each also as <see cref="Text"/> has it.</summary>
    public static IEnumerable<byte[]> Phone(string e164)
    {
        var bare = e164["+82".Length..];
        string[] parts = [bare[..2], bare[2..6], bare[6..]];
        // Whatever stands before them, all forms without separators hold these digits.
        return new[] { bare, string.Join('-', parts), string.Join(' ', parts), string.Join('.', parts) }.SelectMany(Text);
    }

    /// <summary>Sixteen bytes: raw in both orders, as UUID, hex, base64 and base64url, alone or inside longer base64.</summary>
    public static IEnumerable<byte[]> Id(byte[] id)
    {
        var uuid = new Guid(id, bigEndian: true);
        yield return id;
        yield return uuid.ToByteArray();
        foreach (var text in new[] { uuid.ToString("D"), uuid.ToString("N") })
        {
            yield return Encoding.ASCII.GetBytes(text);
            yield return Encoding.ASCII.GetBytes(text.ToUpperInvariant());
            foreach (var inside in InBase64(Encoding.ASCII.GetBytes(text)))
            {
                yield return inside;
            }
        }
        var base64 = Convert.ToBase64String(id).TrimEnd('=');
        foreach (var written in new[] { base64, base64.Replace('+', '-').Replace('/', '_') }.Distinct())
        {
            yield return Encoding.ASCII.GetBytes(written);
        }
        foreach (var inside in InBase64(id))
        {
            yield return inside;
        }
    }

    /// <summary>The places that hold any of the secrets.</summary>
    public static List<string> Found(IEnumerable<(string Place, byte[] Bytes)> everything, IReadOnlyList<byte[]> secrets) =>
        [.. everything.Where(e => secrets.Any(secret => e.Bytes.AsSpan().IndexOf(secret) >= 0)).Select(e => e.Place)];

    /// <summary>Every file below a folder, also of databases in use.</summary>
    public static List<(string Place, byte[] Bytes)> Files(string folder)
    {
        var files = new List<(string, byte[])>();
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var bytes = new MemoryStream();
            stream.CopyTo(bytes);
            files.Add((file, bytes.ToArray()));
        }
        return files;
    }

    // Where a text begins in the three bytes of a group decides how base64 writes it: the characters that it alone decides, for each.
    private static IEnumerable<byte[]> InBase64(byte[] bytes)
    {
        for (var before = 0; before < 3; before++)
        {
            var encoded = Convert.ToBase64String([.. new byte[before], .. bytes]);
            var first = (before * 8 + 5) / 6;
            var last = (before + bytes.Length) * 8 / 6;
            var sure = encoded[first..last];
            yield return Encoding.ASCII.GetBytes(sure);
            if (sure.AsSpan().ContainsAny('+', '/'))
            {
                yield return Encoding.ASCII.GetBytes(sure.Replace('+', '-').Replace('/', '_'));
            }
        }
    }
}
