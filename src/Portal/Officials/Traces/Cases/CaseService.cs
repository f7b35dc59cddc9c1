using System.Text.RegularExpressions;
using KiPass.Contracts.Access;
using KiPass.Contracts.Facilities;
using KiPass.Portal.Officials.Access;
using KiPass.Portal.Officials.Store;
using KiPass.Tokens;
using Microsoft.EntityFrameworkCore;

namespace KiPass.Portal.Officials.Traces.Cases;

/// <summary>
/// Opens, hands over and closes cases of the official's jurisdiction. Cases of other jurisdictions are reported as not found.
/// </summary>
internal sealed partial class CaseService(IDbContextFactory<AuthorityDatabase> databases, Ledger ledger, TimeProvider time)
{
    private const int MostDaysOnset = 60;

    /// <summary>Opens a case.</summary>
    /// <returns>
    /// The id of the case; Invalid with an error per invalid field; Refused for a district outside the official's jurisdiction.
    /// </returns>
    public async Task<Answer<Guid>> Open(Official official, CaseForm form)
    {
        var number = form.Number.Trim();
        var today = KoreanDay.Of(time.GetUtcNow());
        var errors = new List<FieldError>();
        if (number.Length == 0)
        {
            errors.Add(new(nameof(CaseForm.Number), FieldProblem.Missing));
        }
        else if (!CaseNumber().IsMatch(number))
        {
            errors.Add(new(nameof(CaseForm.Number), FieldProblem.Malformed));
        }
        if (form.OnsetDay is { } onset && (onset > today || onset < today - MostDaysOnset))
        {
            errors.Add(new(nameof(CaseForm.OnsetDay), FieldProblem.OutOfRange));
        }
        if (!IsRegion(form.District))
        {
            errors.Add(new(nameof(CaseForm.District), FieldProblem.Unknown));
        }
        if (errors.Count > 0)
        {
            return Answer.Invalid([.. errors]);
        }
        if (!official.Covers(form.District))
        {
            await ledger.Note("case-refused", null, ("by", $"{official.Id}"), ("reason", "out-of-district"));
            return AnswerStatus.Refused;
        }
        return await ledger.Change<Answer<Guid>>(
            async entries =>
            {
                if (await entries.Rows.Cases.FirstOrDefaultAsync(row => row.Number == number) is { } known)
                {
                    if (known.Id == form.Id && known.OpenedBy == official.Id)
                    {
                        return known.Id;
                    }
                    return Answer.Invalid(new FieldError(nameof(CaseForm.Number), FieldProblem.Duplicate));
                }
                var row = new CaseRow
                {
                    Id = form.Id ?? Guid.NewGuid(),
                    Number = number,
                    District = form.District,
                    OnsetDay = form.OnsetDay,
                    OpenedBy = official.Id,
                    OpenedAt = entries.Now,
                };
                entries.Rows.Cases.Add(row);
                entries.Note("case-opened", row.Id, ("case", number), ("by", $"{official.Id}"), ("district", form.District));
                return row.Id;
            },
            AnswerStatus.Conflict
        );
    }

    /// <summary>Returns the cases of the official's jurisdiction with their orders, newest first.</summary>
    public async Task<IReadOnlyList<CaseSummary>> List(Official official, bool closed = false)
    {
        await using var database = await databases.CreateDbContextAsync();
        var cases = await database
            .Cases.AsNoTracking()
            .Where(row => closed || row.ClosedAt == null)
            .OrderByDescending(row => row.OpenedAt)
            .ToListAsync();
        var own = cases.Where(row => official.Covers(row.District)).Take(MostListed).ToList();
        var ids = own.Select(row => row.Id).ToList();
        var orders = await database.Orders.AsNoTracking().Where(order => ids.Contains(order.CaseId)).ToListAsync();
        var byCase = orders.ToLookup(order => order.CaseId);
        return [.. own.Select(row => new CaseSummary(row, [.. byCase[row.Id].OrderByDescending(order => order.DraftedAt)]))];
    }

    /// <summary>Returns a case with its orders; null if it does not exist or belongs to another jurisdiction.</summary>
    public async Task<CaseSummary?> Find(Official official, Guid id)
    {
        await using var database = await databases.CreateDbContextAsync();
        return await database.Cases.AsNoTracking().FirstOrDefaultAsync(row => row.Id == id) is { } found && official.Covers(found.District)
            ? new CaseSummary(
                found,
                [
                    .. await database
                        .Orders.AsNoTracking()
                        .Where(order => order.CaseId == id)
                        .OrderByDescending(order => order.DraftedAt)
                        .ToListAsync(),
                ]
            )
            : null;
    }

    /// <summary>Hands a case over to another office. From then on only that office sees it. Running traces continue.</summary>
    /// <returns>Invalid if the region does not exist or is unchanged; NotFound if the case belongs to another jurisdiction.</returns>
    public Task<Answer> HandOver(Official official, Guid id, string district, string reason) =>
        Change(
            official,
            id,
            (entries, row) =>
            {
                if (!IsRegion(district))
                {
                    return Answer.Invalid(new FieldError(nameof(CaseForm.District), FieldProblem.Unknown));
                }
                if (district == row.District)
                {
                    return Answer.Invalid(new FieldError(nameof(CaseForm.District), FieldProblem.Duplicate));
                }
                if (string.IsNullOrWhiteSpace(reason))
                {
                    return Answer.Invalid(new FieldError("Reason", FieldProblem.Missing));
                }
                entries.Note("case-handed-over", id, ("by", $"{official.Id}"), ("from", row.District), ("to", district));
                row.District = district;
                return Answer.Done;
            }
        );

    /// <summary>Closes a case and removes it from the list. Its results are still destroyed when they expire.</summary>
    public Task<Answer> Close(Official official, Guid id) =>
        Change(
            official,
            id,
            (entries, row) =>
            {
                if (row.ClosedAt is null)
                {
                    entries.Note("case-closed", id, ("by", $"{official.Id}"));
                    row.ClosedAt = entries.Now;
                }
                return Answer.Done;
            }
        );

    /// <summary>Whether a code denotes the nation, a province or a district.</summary>
    public static bool IsRegion(string code) =>
        code == "*" || Districts.Find(code) is not null || Districts.Provinces.Any(province => province.Code == code);

    private const int MostListed = 500;

    private Task<Answer> Change(Official official, Guid id, Func<Ledger.Entries, CaseRow, Answer> change) =>
        ledger.Change(
            async entries =>
                await entries.Rows.Cases.FirstOrDefaultAsync(row => row.Id == id) is { } found && official.Covers(found.District)
                    ? change(entries, found)
                    : Answer.Of(AnswerStatus.NotFound),
            Answer.Of(AnswerStatus.Conflict)
        );

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9\-]{0,39}\z")]
    private static partial Regex CaseNumber();
}

/// <summary>The contents of the form that opens a case.</summary>
/// <param name="Id">Id of the new case, chosen by the form, so that a repeated call opens one case.</param>
internal sealed record CaseForm(string Number, string District, KoreanDay? OnsetDay = null, Guid? Id = null);

/// <summary>A case with its orders, newest first.</summary>
internal sealed record CaseSummary(CaseRow Case, IReadOnlyList<TraceOrderRow> Orders);
