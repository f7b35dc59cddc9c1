using KiPass.Portal.Officials.Access;
using KiPass.Portal.Officials.Keys;
using KiPass.Portal.Officials.Store;
using KiPass.Portal.Officials.Traces.Orders;
using KiPass.Portal.Shared.Settings;
using KiPass.Tokens.Jose;
using KiPass.Tokens.Keys;
using KiPass.Tokens.Orders;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Memory;

namespace KiPass.Portal.Officials.Traces.LineList;

/// <summary>
/// Opens what a trace found and joins it, in memory: the store and the disk hold sealed parts alone. Each opening is in the audit log. Kept
/// opened for at most ten minutes after the last look.
/// </summary>
internal sealed class LineLists(
    IDbContextFactory<AuthorityDatabase> databases,
    Ledger ledger,
    IAuthorityKeys keys,
    KeyRotation keeping,
    TraceOrderSigner signer,
    PortalSettings settings,
    IMemoryCache cache,
    TimeProvider time
)
{
    private static readonly TimeSpan KeptOpened = TimeSpan.FromMinutes(10);
    private readonly DomainFolder domain = new(settings.Data);

    /// <summary>Opens a line list for an official of its jurisdiction, and notes that.</summary>
    public async Task<(LineListState State, JoinedList? List)> Open(Official official, Guid orderId)
    {
        var (state, order, list) = await Read(official, orderId);
        if (order is not null && state is LineListState.Opened or LineListState.NotAuthentic)
        {
            await ledger.Note(
                state == LineListState.Opened ? "line-list-opened" : "line-list-not-authentic",
                order!.CaseId,
                ("order", $"{orderId}"),
                ("by", $"{official.Id}"),
                ("rows", $"{list?.Rows.Count ?? 0}")
            );
        }
        return (state, list);
    }

    /// <summary>The list as it is now, for a page that has opened it.</summary>
    public async Task<JoinedList?> Look(Official official, Guid orderId) => (await Read(official, orderId)).List;

    /// <summary>Keys of the deselected rows.</summary>
    public async Task<IReadOnlySet<string>> Deselected(Guid orderId)
    {
        await using var database = await databases.CreateDbContextAsync();
        return (
            await database.Marks.AsNoTracking().Where(mark => mark.OrderId == orderId).Select(mark => mark.Row).ToListAsync()
        ).ToHashSet();
    }

    /// <summary>Selects or deselects rows for everybody who works with the list.</summary>
    public async Task<bool> Select(Official official, Guid orderId, IReadOnlyCollection<LineRow> rows, bool selected)
    {
        if ((await Read(official, orderId)).Order is not { } order)
        {
            return false;
        }
        var wanted = rows.SelectMany(row => row.Keys).Distinct().ToList();
        return await ledger.Change(
            async entries =>
            {
                var marks = await entries.Rows.Marks.Where(mark => mark.OrderId == orderId).ToListAsync();
                var known = marks.Select(mark => mark.Row).ToHashSet();
                if (selected)
                {
                    entries.Rows.Marks.RemoveRange(marks.Where(mark => wanted.Contains(mark.Row)));
                }
                else
                {
                    entries.Rows.Marks.AddRange(
                        wanted.Where(row => !known.Contains(row)).Select(row => new MarkRow { OrderId = orderId, Row = row })
                    );
                }
                var kind = selected ? "rows-selected" : "rows-deselected";
                entries.Note(kind, order.CaseId, ("order", $"{orderId}"), ("by", $"{official.Id}"), ("rows", $"{rows.Count}"));
                return true;
            },
            overtaken: false
        );
    }

    private async Task<(LineListState State, TraceOrderRow? Order, JoinedList? List)> Read(Official official, Guid orderId)
    {
        await using var database = await databases.CreateDbContextAsync();
        var order = await database.Orders.AsNoTracking().FirstOrDefaultAsync(row => row.Id == orderId);
        var caseRow = order is null ? null : await database.Cases.AsNoTracking().FirstOrDefaultAsync(row => row.Id == order.CaseId);
        if (order is null || caseRow is null || !official.Covers(caseRow.District))
        {
            return (LineListState.NotFound, null, null);
        }
        if (order.State is not (TraceOrderState.Running or TraceOrderState.Completed) || order.ExpiresAt <= time.GetUtcNow())
        {
            return (LineListState.NotThere, order, null);
        }
        // Parts come in one by one while an issuer is late: each number of parts is a list of its own.
        var held = await database.Seals.Where(seal => seal.OrderId == orderId).CountAsync();
        var cacheKey = (orderId, held, order.Progress.IssuersAnswered);
        if (cache.TryGetValue<JoinedList>(cacheKey, out var known))
        {
            return (LineListState.Opened, order, known);
        }
        var seals = await database
            .Seals.AsNoTracking()
            .Where(seal => seal.OrderId == orderId)
            .ToDictionaryAsync(s => s.Issuer, s => s.Sealed);
        if (!seals.TryGetValue(SealRow.Findings, out var sealedFindings))
        {
            return (LineListState.NotThere, order, null);
        }
        try
        {
            var (state, list) = await Join(order, sealedFindings, seals);
            if (list is not null)
            {
                cache.Set(cacheKey, list, new MemoryCacheEntryOptions { SlidingExpiration = KeptOpened });
            }
            return (state, order, list);
        }
        catch (DomainFolderException)
        {
            return (LineListState.KeysMissing, order, null);
        }
    }

    private async Task<(LineListState State, JoinedList? List)> Join(
        TraceOrderRow order,
        string sealedFindings,
        Dictionary<int, string> seals
    )
    {
        var register = domain.Register().SigningKey;
        IDecryptionKey? fitting = null;
        var findings = keys.Open(key =>
        {
            var opened = TraceFindings.Open(sealedFindings, key, register, order.Id);
            fitting = opened is null ? fitting : key;
            return opened;
        });
        if (findings is null)
        {
            return (LineListState.NotAuthentic, null);
        }
        await keeping.Used(fitting!.PublicKey.Thumbprint);
        var identities = new Dictionary<ushort, IdentitiesAnswer>();
        foreach (var (issuer, text) in seals.Where(seal => seal.Key != SealRow.Findings))
        {
            var number = (ushort)issuer;
            var answer = domain.Issuer(number) is { } trusted
                ? keys.Open(key => IdentitiesAnswer.Open(text, key, trusted.SigningKey, order.Id))
                : null;
            if (answer is null)
            {
                // Not signed by the issuer that is pinned here: as good as no answer, and said so in the audit.
                await ledger.Note("answer-not-authentic", order.CaseId, ("order", $"{order.Id}"), ("issuer", $"{number}"));
                continue;
            }
            identities[number] = answer;
        }
        var index = signer.Person(order);
        return (LineListState.Opened, LineListJoin.Join(findings, identities, text => keys.Open(key => PaperEntry.Open(text, key)), index));
    }
}

/// <summary>Whether a line list could be opened.</summary>
internal enum LineListState
{
    Opened,

    /// <summary>No such order, or not of one's jurisdiction.</summary>
    NotFound,

    /// <summary>Nothing found yet, or nothing left.</summary>
    NotThere,

    /// <summary>The findings do not open with any of the authority's keys, or the register that is pinned did not sign them for this order.</summary>
    NotAuthentic,

    /// <summary>A key or trust file cannot be read: for the operator.</summary>
    KeysMissing,
}
