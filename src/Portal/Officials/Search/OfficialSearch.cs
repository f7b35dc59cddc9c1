using KiPass.Contracts.Access;
using KiPass.Contracts.Facilities;
using KiPass.Portal.Officials.Access;
using KiPass.Portal.Officials.Store;
using KiPass.Portal.Officials.Traces.Orders;
using KiPass.Portal.Shared.Facilities;
using KiPass.Portal.Shared.Language;
using KiPass.Portal.Shared.Register;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace KiPass.Portal.Officials.Search;

/// <summary>A page that matches a search.</summary>
/// <param name="IsCase">Whether it is a case and not a facility.</param>
/// <param name="Title">Case number or trade name.</param>
/// <param name="Detail">One line about it.</param>
/// <param name="Address">Address of the page. It contains an id and never the text that was searched for.</param>
internal sealed record SearchHit(bool IsCase, string Title, string Detail, string Address);

/// <summary>
/// Finds cases by number, and facilities by name, address or business number, among those that the official may see. The text is neither
/// logged nor part of an address.
/// </summary>
internal sealed class OfficialSearch(IDbContextFactory<AuthorityDatabase> databases, RegisterCalls register, IStringLocalizer<Texts> texts)
{
    /// <summary>Minimum length of a text.</summary>
    public const int MinCharacters = 2;

    private const int MaxCharacters = 100;
    private const int MostCases = 5;
    private const int MostFacilities = 8;
    private const int MostRead = 5_000;

    /// <summary>Returns cases, newest first, followed by facilities by name.</summary>
    /// <returns>The hits, and why facilities are missing; null if the register answered.</returns>
    public async Task<(IReadOnlyList<SearchHit> Hits, string? Trouble)> Find(Official official, Caller caller, string? typed)
    {
        var text = (typed ?? "").Trim();
        if (text.Length is < MinCharacters or > MaxCharacters || caller.Role is not (CallerRole.Official or CallerRole.Approver))
        {
            return ([], null);
        }
        var query = new DirectoryQuery { Text = text, Limit = MostFacilities };
        var found = await register.Ask(() => register.Grain<IDirectoryGrain>(IDirectoryGrain.Key).Search(caller, query));
        var facilities = found.Value is { Facilities: { IsDefault: false } listed } ? listed : [];
        return (
            [
                .. await Cases(official, text),
                .. facilities.Select(one => new SearchHit(
                    false,
                    one.Name,
                    $"{FacilityTexts.Type(one.Type)} · {FacilityTexts.District(one.District)} {one.Address} · {one.BusinessNumber}",
                    $"/reviews/{one.Id}"
                )),
            ],
            texts.Outcome(Answer.Of(found.Status))
        );
    }

    private async Task<IEnumerable<SearchHit>> Cases(Official official, string text)
    {
        await using var database = await databases.CreateDbContextAsync();
        var newest = await database
            .Cases.AsNoTracking()
            .OrderByDescending(row => row.OpenedAt)
            .Select(row => new
            {
                row.Id,
                row.Number,
                row.District,
                row.ClosedAt,
            })
            .Take(MostRead)
            .ToListAsync();
        return newest
            .Where(row => row.Number.Contains(text, StringComparison.OrdinalIgnoreCase) && official.Covers(row.District))
            .Take(MostCases)
            .Select(row => new SearchHit(
                true,
                row.Number,
                texts.Region(row.District) + (row.ClosedAt is null ? "" : $" · {texts["closed"]}"),
                $"/cases/{row.Id}"
            ));
    }
}
