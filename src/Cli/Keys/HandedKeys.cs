using System.CommandLine;
using System.Text.Json;
using KiPass.Tokens.Keys;

namespace KiPass.Cli.Keys;

/// <summary>
/// Transfers public keys from one domain's operator to another's: <c>show</c> prints them to a file, <c>pin</c> and <c>add</c> read it.
/// Both
/// sides print the thumbprints (RFC 7638), which two people compare over another channel.
/// </summary>
internal static class HandedKeys
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>The option <c>--replace</c>.</summary>
    public static Option<bool> Replace() =>
        new("--replace") { Description = "Replace what is pinned, after its thumbprints were compared with the new ones." };

    /// <summary>Prints a domain's public keys, and their thumbprints on standard error.</summary>
    /// <exception cref="DomainFolderException">A key is missing or damaged.</exception>
    public static int Show<T>(string data, string domain, Func<DomainFolder, T> read, Func<T, IEnumerable<KeyLine>> describe)
    {
        var folder = FolderOption.Existing(data);
        var keys = read(new DomainFolder(Path.Combine(folder, domain)));
        Console.WriteLine(JsonSerializer.Serialize(keys, Indented));
        Print(Console.Error, describe(keys).Where(line => line.IsThumbprint));
        return 0;
    }

    /// <summary>Returns the folders of the named domains that exist on this machine.</summary>
    /// <exception cref="CommandException">None of the domains is on this machine.</exception>
    public static IReadOnlyList<DomainFolder> Here(string data, string[] domains)
    {
        var folder = FolderOption.Existing(data);
        List<DomainFolder> here =
        [
            .. domains.Select(name => Path.Combine(folder, name)).Where(Directory.Exists).Select(path => new DomainFolder(path)),
        ];
        return here.Count > 0
            ? here
            : throw new CommandException(
                $"{folder} holds neither {string.Join(" nor ", domains.Select(WithArticle))}. Name the folder of the domains with --data."
            );
    }

    /// <summary>Prints each key property on its own line.</summary>
    public static void Print(TextWriter to, IEnumerable<KeyLine> lines)
    {
        foreach (var line in lines)
        {
            to.WriteLine($"{line.Name, -11} {line.Value}");
        }
    }

    private static string WithArticle(string domain) => domain is "issuer" or "authority" ? $"an {domain}" : $"a {domain}";
}
