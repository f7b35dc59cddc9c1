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
/// Decrypts and joins the results of a trace in memory. The database contains only sealed parts. The audit log records each opening. An
/// opened list is cached for at most ten minutes after its last use.
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

    /// <summary>Opens a line list for an official of its jurisdiction and records the opening in the audit log.</summary>
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

    /// <summary>Returns the current list, for a page that has already opened it.</summary>
    public async Task<JoinedList?> Look(Official official, Guid orderId) => (await Read(official, orderId)).List;

    /// <summary>Keys of the deselected rows.</summary>
    public async Task<IReadOnlySet<string>> Deselected(Guid orderId)
    {
        await using var database = await databases.CreateDbContextAsync();
        return (
            await database.Marks.AsNoTracking().Where(mark => mark.OrderId == orderId).Select(mark => mark.Row).ToListAsync()
        ).ToHashSet();
    }

    /// <summary>Selects or deselects rows for all users of the list.</summary>
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

    /// <summary>Returns an order and its case; null if it does not exist or belongs to another jurisdiction.</summary>
    public async Task<(TraceOrderRow Order, CaseRow Case)?> Find(Official official, Guid orderId)
    {
        await using var database = await databases.CreateDbContextAsync();
        var order = await database.Orders.AsNoTracking().FirstOrDefaultAsync(row => row.Id == orderId);
        var caseRow = order is null ? null : await database.Cases.AsNoTracking().FirstOrDefaultAsync(row => row.Id == order.CaseId);
        return order is null || caseRow is null || !official.Covers(caseRow.District) ? null : (order, caseRow);
    }

    private async Task<(LineListState State, TraceOrderRow? Order, JoinedList? List)> Read(Official official, Guid orderId)
    {
        if (await Find(official, orderId) is not { Order: var order })
        {
            return (LineListState.NotFound, null, null);
        }
        await using var database = await databases.CreateDbContextAsync();
        if (order.State is not (TraceOrderState.Running or TraceOrderState.Completed) || order.ExpiresAt <= time.GetUtcNow())
        {
            return (LineListState.NotThere, order, null);
        }
        // Issuers answer at different times, also after they were asked again. Each stored answer changes the order's version.
        var cacheKey = (orderId, order.Version);
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
            var isOfRegister = keys.Fitting(key => TraceFindings.IsOfRegister(sealedFindings, key, register, order.Id)) is not null;
            return (isOfRegister ? LineListState.Unreadable : LineListState.NotAuthentic, null);
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
                // The pinned issuer did not sign this answer. It is treated as missing and recorded in the audit log.
                await ledger.Note("answer-not-authentic", order.CaseId, ("order", $"{order.Id}"), ("issuer", $"{number}"));
                continue;
            }
            identities[number] = answer;
        }
        var index = signer.Person(order);
        return (LineListState.Opened, LineListJoin.Join(findings, identities, Opened, index, order));
    }

    private OpenedPaper? Opened(FoundPaperEntry paper) =>
        keys.Open(key =>
            PaperEntry.Open(paper.Sealed, key, paper.DeviceKey, out var isSigned) is { } entry ? new OpenedPaper(entry, isSigned) : null
        );
}

/// <summary>Outcome of opening a line list.</summary>
internal enum LineListState
{
    Opened,

    /// <summary>The order does not exist or belongs to another jurisdiction.</summary>
    NotFound,

    /// <summary>There are no results yet, or they were destroyed.</summary>
    NotThere,

    /// <summary>None of the authority's keys decrypts the findings, or the pinned register did not sign them for this order.</summary>
    NotAuthentic,

    /// <summary>The register signed the findings, but in a form that this version cannot read. A new trace is needed.</summary>
    Unreadable,

    /// <summary>A key file or trust file cannot be read. An operator must fix this.</summary>
    KeysMissing,
}
