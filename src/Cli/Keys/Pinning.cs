using KiPass.Tokens.Keys;

namespace KiPass.Cli.Keys;

/// <summary>Pins received keys at the domains of this machine. Replacing pinned keys requires confirmation.</summary>
/// <typeparam name="T">Type of the pinned data, such as <see cref="TrustedIssuer"/>.</typeparam>
/// <param name="who">Owner of the keys, such as <c>issuer 7</c>.</param>
/// <param name="read">Reads the data pinned at a domain; null if there is none or the file is damaged, which pinning repairs.</param>
/// <param name="write">Writes the pinned data.</param>
/// <param name="describe">Returns the values that people compare.</param>
/// <param name="isRoutine">Whether a change from the first value to the second is expected and needs no <c>--replace</c>.</param>
internal sealed class Pinning<T>(
    string who,
    Func<DomainFolder, T?> read,
    Action<DomainFolder, T> write,
    Func<T, IEnumerable<KeyLine>> describe,
    Func<T, T, bool> isRoutine
)
    where T : class
{
    /// <summary>Pins the keys at all domains or at none.</summary>
    /// <exception cref="CommandException">Other values are pinned and may not be replaced.</exception>
    public int Run(IReadOnlyList<DomainFolder> domains, T handed, bool replace)
    {
        var changed = domains.Select(domain => (domain.Path, Pinned: read(domain))).Where(at => Differs(at.Pinned, handed)).ToList();
        foreach (var (path, pinned) in changed)
        {
            PrintChange(path, pinned!, handed);
        }
        if (!replace && changed.Find(at => !isRoutine(at.Pinned!, handed)) is { Pinned: not null } refused)
        {
            throw new CommandException(
                $"{refused.Path} has other values pinned for {who}. Compare the new thumbprints with its operator, then repeat with --replace."
            );
        }
        foreach (var domain in domains)
        {
            write(domain, handed);
            Console.WriteLine($"pinned at {domain.Path}");
        }
        Console.WriteLine($"Compare these thumbprints with {who} (RFC 7638):");
        HandedKeys.Print(Console.Out, describe(handed).Where(line => line.IsThumbprint));
        return 0;
    }

    /// <summary>Reads the pinned data; null if there is none or the file is damaged.</summary>
    public static T? OrNone(Func<T?> pinned)
    {
        try
        {
            return pinned();
        }
        catch (DomainFolderException)
        {
            return null;
        }
    }

    private bool Differs(T? pinned, T handed) => pinned is not null && !describe(pinned).SequenceEqual(describe(handed));

    // Written to standard error, because standard output is the command's result.
    private void PrintChange(string path, T pinned, T handed)
    {
        var (before, after) = (ByName(pinned), ByName(handed));
        Console.Error.WriteLine($"{who} at {path}:");
        Console.Error.WriteLine($"{"", -11} {"pinned", -43} new");
        foreach (var name in before.Keys.Union(after.Keys))
        {
            var (old, fresh) = (before.GetValueOrDefault(name, "-"), after.GetValueOrDefault(name, "-"));
            Console.Error.WriteLine($"{name, -11} {old, -43} {(old == fresh ? "the same" : fresh)}");
        }
    }

    private Dictionary<string, string> ByName(T keys) =>
        describe(keys)
            .GroupBy(line => line.Name)
            .ToDictionary(group => group.Key, group => string.Join(' ', group.Select(line => line.Value)));
}
