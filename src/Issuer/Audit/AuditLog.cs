using System.Globalization;
using System.Runtime.CompilerServices;
using KiPass.Hosting.Audit;
using KiPass.Issuer.Storage;
using KiPass.Tokens.Audit;

namespace KiPass.Issuer.Audit;

/// <summary>The audit log of disclosures and destructions, without personal data: a hash chain, so that no entry can be changed or removed unnoticed.</summary>
internal sealed class AuditLog(IssuerDatabase database, TimeProvider time)
{
    /// <summary>
    /// Transactions that append run one after the other: <c>database.Begin(AuditLog.Exclusive, …)</c>; the number is any that nothing else uses.
    /// </summary>
    public const long Exclusive = 0x4B_69_50_61_73_73_01;

    private const string Destroyed = "destroyed";

    private static readonly ChainTable Chain = new("audit", textColumn: "record");
    private static readonly Dictionary<string, string?> NoExtraColumns = [];

    /// <summary>Appends an entry within the caller's transaction, so that it is stored if and only if the audited change is.</summary>
    public async Task<ChainHead> Append(
        DatabaseSession session,
        string kind,
        IEnumerable<KeyValuePair<string, string>> facts,
        CancellationToken cancellationToken
    )
    {
        await database.Exclude(session, Exclusive, cancellationToken);
        var record = AuditChain.Append(await Head(session, cancellationToken), time.GetUtcNow(), kind, facts);
        if (!await Chain.TryInsert(session.Connection, session.Transaction, record, NoExtraColumns, cancellationToken))
        {
            throw new InvalidOperationException("Another writer appended to the audit chain without its lock.");
        }
        return ChainHead.After(record);
    }

    /// <summary>Appends the record of a destruction.</summary>
    public Task Append(DatabaseSession session, DestructionRecord record, CancellationToken cancellationToken)
    {
        var facts = new Dictionary<string, string>
        {
            ["what"] = record.What,
            ["count"] = record.Count.ToString(CultureInfo.InvariantCulture),
            ["rule"] = record.Rule,
        };
        if (record.Day is { } day)
        {
            facts["day"] = day.ToString();
        }
        return Append(session, Destroyed, facts, cancellationToken);
    }

    /// <summary>The head of the chain.</summary>
    public async Task<ChainHead> Head(CancellationToken cancellationToken)
    {
        await using var session = await database.Open(cancellationToken);
        return await Head(session, cancellationToken);
    }

    /// <summary>Every record, oldest first.</summary>
    public async IAsyncEnumerable<AuditRecord> Read([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await using var session = await database.Open(cancellationToken);
        await foreach (var record in Chain.Read(session.Connection, after: long.MinValue, cancellationToken))
        {
            yield return record;
        }
    }

    /// <summary>Every record at once, oldest first.</summary>
    public async Task<List<AuditRecord>> Records(CancellationToken cancellationToken) =>
        await Read(cancellationToken).ToListAsync(cancellationToken);

    private static Task<ChainHead> Head(DatabaseSession session, CancellationToken cancellationToken) =>
        Chain.Head(session.Connection, session.Transaction, cancellationToken);
}
