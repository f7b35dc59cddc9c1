using KiPass.Tokens.Keys;

namespace KiPass.Cli.Keys;

/// <summary>Pins handed keys at the domains of this machine. What is pinned already is replaced only by somebody who says so.</summary>
/// <typeparam name="T">What is pinned, such as <see cref="TrustedIssuer"/>.</typeparam>
/// <param name="who">Whose keys these are, such as <c>issuer 7</c>.</param>
/// <param name="read">What is pinned at a domain; null: nothing, or a damaged file, which pinning repairs.</param>
/// <param name="write">Pins.</param>
/// <param name="describe">What people compare.</param>
/// <param name="isRoutine">Whether a change from the first to the second is expected and needs no <c>--replace</c>.</param>
internal sealed class Pinning<T>(
    string who,
    Func<DomainFolder, T?> read,
    Action<DomainFolder, T> write,
    Func<T, IEnumerable<KeyLine>> describe,
    Func<T, T, bool> isRoutine
)
    where T : class
{
    /// <summary>Pins at every domain, or at none.</summary>
    /// <exception cref="CommandException">Other values are pinned, and they are not to be replaced.</exception>
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

    /// <summary>Reads what is pinned; null when nothing is, or its file is damaged.</summary>
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

    // Side by side, on standard error: standard output is the command's answer.
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
