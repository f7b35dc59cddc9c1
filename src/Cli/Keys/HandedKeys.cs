using System.CommandLine;
using System.Text.Json;
using KiPass.Tokens.Keys;

namespace KiPass.Cli.Keys;

/// <summary>
/// How public keys go from one domain's operator to another's: <c>show</c> prints them for a file, <c>pin</c> takes the file. Both sides say
/// the thumbprints (RFC 7638), which two people compare by another way.
/// </summary>
internal static class HandedKeys
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static Option<string> Data() =>
        new("--data") { Description = "The folder of the domains.", DefaultValueFactory = _ => "./data" };

    /// <summary>Prints a domain's public keys, and their thumbprints on standard error.</summary>
    /// <exception cref="DomainFolderException">It has none, or one is damaged.</exception>
    public static int Show<T>(string data, string domain, Func<DomainFolder, T> read, Func<T, IEnumerable<string>> thumbprints)
    {
        var keys = read(new DomainFolder(Path.Combine(Path.GetFullPath(data), domain)));
        Console.WriteLine(JsonSerializer.Serialize(keys, Indented));
        Tell(Console.Error, thumbprints(keys));
        return 0;
    }

    /// <summary>Pins keys at those of the named domains that are on this machine.</summary>
    /// <exception cref="CommandFailure">None of them is.</exception>
    /// <exception cref="DomainFolderException">One cannot be written.</exception>
    public static int Pin(string data, string[] domains, string of, Action<DomainFolder> pin, IEnumerable<string> thumbprints)
    {
        var here = domains.Select(name => Path.Combine(Path.GetFullPath(data), name)).Where(Directory.Exists).ToList();
        if (here.Count == 0)
        {
            throw new CommandFailure(
                $"{Path.GetFullPath(data)} holds neither {string.Join(" nor ", domains.Select(WithArticle))}. Name the folder of the domains with --data."
            );
        }
        foreach (var domain in here)
        {
            pin(new DomainFolder(domain));
            Console.WriteLine($"pinned at {domain}");
        }
        Console.WriteLine($"Compare these thumbprints with {of} (RFC 7638):");
        Tell(Console.Out, thumbprints);
        return 0;
    }

    /// <summary>The thumbprints of a domain's keys, a line each.</summary>
    public static IEnumerable<string> Thumbprints(AgreementKeys? agreement, EcJwk signing, EcJwk encryption) =>
        [
            .. (agreement?.Keys ?? []).Select(key => $"agreement   {key.Key.Thumbprint}"),
            $"signing     {signing.Thumbprint}",
            $"encryption  {encryption.Thumbprint}",
        ];

    private static string WithArticle(string domain) => domain is "issuer" or "authority" ? $"an {domain}" : $"a {domain}";

    /// <summary>Writes lines.</summary>
    public static void Tell(TextWriter to, IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            to.WriteLine(line);
        }
    }
}
