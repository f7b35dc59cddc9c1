using System.Data.Common;
using System.Net.Sockets;
using DbUp.Builder;
using DbUp.Engine.Output;
using KiPass.Hosting.Settings;

namespace KiPass.Hosting.Migrations;

/// <summary>
/// Migrates a store before its program serves requests. On PostgreSQL, processes that start together migrate one at a time.
/// </summary>
/// <param name="Name">Name of the store for messages, such as <c>the register's database</c>.</param>
/// <param name="Scripts">Scripts to apply.</param>
public sealed record Schema(string Name, SchemaScripts Scripts)
{
    /// <summary>Values that replace <c>$name$</c> in scripts.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; init; } = new Dictionary<string, string>();

    /// <summary>Name prefixes of other schemas' scripts in the same journal.</summary>
    public IReadOnlyList<string> Neighbours { get; init; } = [];

    /// <exception cref="StartException">
    /// The store is unavailable or damaged, was changed by a newer or different program, or a script failed.
    /// </exception>
    public void Apply(ISchemaStore store)
    {
        try
        {
            using var turn = store.Open();
            Upgrade(store.Target());
            store.Finish();
        }
        catch (Exception e)
            when (e is DbException or SocketException or TimeoutException or IOException or UnauthorizedAccessException or ArgumentException
            )
        {
            throw new StartException($"{Name} cannot be used ({store.Place}): {OneLine(e)}", e);
        }
    }

    private void Upgrade(UpgradeEngineBuilder target)
    {
        var scripts = Scripts.Read();
        foreach (var (name, value) in Variables)
        {
            target = target.WithVariable(name, value);
        }
        var engine = target.WithScripts(scripts).WithTransactionPerScript().LogTo(new NoUpgradeLog()).Build();
        var unknown = engine
            .GetExecutedScripts()
            .Except(scripts.Select(script => script.Name))
            .FirstOrDefault(name => !Neighbours.Any(neighbour => name.StartsWith(neighbour, StringComparison.Ordinal)));
        if (unknown is not null)
        {
            throw new StartException(
                $"{Name} is of a newer version than this program, or another program's: it has {Path.GetFileName(unknown)}, which this program does not know."
            );
        }
        var result = engine.PerformUpgrade();
        if (!result.Successful)
        {
            var script = result.ErrorScript?.Name ?? "its journal";
            throw new StartException($"{Name} could not be migrated at {script}: {OneLine(result.Error)}", result.Error);
        }
    }

    // With several database hosts, each reports its own error.
    private static string OneLine(Exception e) =>
        e.InnerException is AggregateException several ? string.Join("; ", several.InnerExceptions.Select(one => one.Message)) : e.Message;

    /// <summary>Discards DbUp's log. Its result is reported separately.</summary>
    private sealed class NoUpgradeLog : IUpgradeLog
    {
        public void LogTrace(string format, params object[] args) { }

        public void LogDebug(string format, params object[] args) { }

        public void LogInformation(string format, params object[] args) { }

        public void LogWarning(string format, params object[] args) { }

        public void LogError(string format, params object[] args) { }

        public void LogError(Exception ex, string format, params object[] args) { }
    }
}
