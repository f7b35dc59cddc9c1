using System.Diagnostics;

namespace KiPass.Issuer.Tests.Fixtures;

/// <summary>The statements that reach one PostgreSQL database.</summary>
internal sealed class SqlStatements : IDisposable
{
    private readonly ActivityListener listener;
    private readonly List<string> statements = [];

    public SqlStatements(string database)
    {
        listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Npgsql",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity =>
            {
                var tags = activity.TagObjects.ToDictionary(tag => tag.Key, tag => $"{tag.Value}");
                if (
                    (tags.GetValueOrDefault("db.namespace") ?? tags.GetValueOrDefault("db.name")) == database
                    && (tags.GetValueOrDefault("db.query.text") ?? tags.GetValueOrDefault("db.statement")) is { Length: > 0 } text
                )
                {
                    lock (statements)
                    {
                        statements.Add(text);
                    }
                }
            },
        };
        ActivitySource.AddActivityListener(listener);
    }

    /// <summary>The statements since the last call.</summary>
    public List<string> Take()
    {
        lock (statements)
        {
            List<string> taken = [.. statements];
            statements.Clear();
            return taken;
        }
    }

    public void Dispose() => listener.Dispose();
}
