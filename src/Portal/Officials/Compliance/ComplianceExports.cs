using System.Collections.Immutable;
using System.Globalization;
using KiPass.Contracts.Access;
using KiPass.Contracts.Compliance;
using KiPass.Contracts.Facilities;
using KiPass.Contracts.Venues;
using KiPass.Portal.Officials.Access;
using KiPass.Portal.Shared.Csv;
using KiPass.Portal.Shared.Facilities;
using KiPass.Portal.Shared.Language;
using KiPass.Portal.Shared.Register;
using KiPass.Portal.Shared.Settings;
using Microsoft.Extensions.Localization;

namespace KiPass.Portal.Officials.Compliance;

/// <summary>Exports the compliance figures, the underlying lists and the rejected rows of a list as CSV files.</summary>
internal static class ComplianceExports
{
    private const int MostRows = 100_000;

    public static void MapComplianceExports(this IEndpointRouteBuilder routes)
    {
        var exports = routes.MapGroup("/compliance").RequireAuthorization(OfficialPolicies.Investigator);
        exports.MapGet("/figures.csv", Figures);
        exports.MapGet("/list.csv", List);
        exports.MapGet("/lists/template.csv", Template);
        exports.MapGet("/lists/{listId:guid}/faults.csv", Faults);
    }

    private static async Task<IResult> Figures(HttpContext http, string? region, RegisterCalls register, IStringLocalizer<Texts> texts)
    {
        var caller = CurrentCaller.Of(http.User);
        var where = region is { Length: > 0 } ? new Jurisdiction(region) : caller.Jurisdiction;
        var answer = await register.Ask(() => register.Grain<IComplianceGrain>(IComplianceGrain.Key).Figures(caller, where));
        if (answer.Value.IsDefault)
        {
            return Refusal(answer.Status);
        }
        var rows = answer.Value;
        return File(
            "compliance.csv",
            async csv =>
            {
                await csv.WriteRow(
                    texts["District"],
                    texts["Facility type"],
                    texts["Signed up"],
                    texts["of these, mandatory"],
                    texts["No scans for 7 days"],
                    texts["Invited"],
                    texts["Not signed up"]
                );
                foreach (var row in rows)
                {
                    int[] figures = [row.SignedUp, row.Mandatory, row.Silent, row.Invited, row.Missing];
                    await csv.WriteRow([
                        FacilityTexts.District(row.District),
                        FacilityTexts.Type(row.Type),
                        .. figures.Select(figure => figure.ToString(CultureInfo.InvariantCulture)),
                    ]);
                }
            }
        );
    }

    private static async Task<IResult> List(
        HttpContext http,
        ComplianceState state,
        string? region,
        string? type,
        RegisterCalls register,
        IStringLocalizer<Texts> texts
    )
    {
        var caller = CurrentCaller.Of(http.User);
        var query = new ComplianceQuery
        {
            State = state,
            Region = region is { Length: > 0 } ? new Jurisdiction(region) : caller.Jurisdiction,
            Type = string.IsNullOrEmpty(type) ? null : type,
            Limit = ComplianceQuery.MaxLimit,
        };
        var first = await Page(query);
        if (first.Value.IsDefault)
        {
            return Refusal(first.Status);
        }
        return File(
            "venues.csv",
            async csv =>
            {
                await csv.WriteRow(
                    texts["Trade name"],
                    texts["Facility type"],
                    texts["District"],
                    texts["Address"],
                    texts["Phone"],
                    texts["Business registration number"],
                    texts["State"],
                    texts["Obligation"],
                    texts["Last entry"]
                );
                var written = 0;
                await foreach (
                    var one in AllPages(
                        first.Value,
                        query.Limit,
                        last => Page(query with { After = new ComplianceCursor(last.District, last.Id) })
                    )
                )
                {
                    if (written++ == MostRows)
                    {
                        await csv.WriteRow(texts["Only the first {0} rows. Choose a smaller region.", MostRows]);
                        return;
                    }
                    await csv.WriteRow(Fields(one, state, texts));
                }
            }
        );

        Task<Answer<ImmutableArray<ComplianceSubject>>> Page(ComplianceQuery of) =>
            register.Ask(() => register.Grain<IComplianceGrain>(IComplianceGrain.Key).List(caller, of));
    }

    // The names of the columns are those that the register knows, in each language.
    private static IResult Template() =>
        File(
            "licence-list.csv",
            csv =>
                csv.WriteRow(
                    FacilityTexts.Korean
                        ? ["상호", "업종", "시군구", "주소", "사업자등록번호", "전화번호", "수용인원", "인허가일자"]
                        : ["name", "type", "district", "address", "business number", "phone", "capacity", "licensed on"]
                )
        );

    private static async Task<IResult> Faults(HttpContext http, Guid listId, RegisterCalls register, IStringLocalizer<Texts> texts)
    {
        const int AtOnce = 5000;
        var caller = CurrentCaller.Of(http.User);
        var list = register.Grain<IVenueListGrain>(VenueListKey.Of(listId));
        var first = await register.Ask(() => list.Faults(caller, 0, AtOnce));
        if (first.Value.IsDefault)
        {
            return Refusal(first.Status);
        }
        return File(
            "rows-not-taken.csv",
            async csv =>
            {
                await csv.WriteRow(texts["Line"], texts["Reason"], texts["Content"]);
                await foreach (
                    var fault in AllPages(first.Value, AtOnce, last => register.Ask(() => list.Faults(caller, last.Line, AtOnce)))
                )
                {
                    await csv.WriteRow(fault.Line.ToString(CultureInfo.InvariantCulture), texts.Reason(fault), fault.Content);
                }
            }
        );
    }

    /// <summary>
    /// The rows of all pages. A page that the register does not return ends the download with an error, so that nobody takes the file for
    /// complete.
    /// </summary>
    /// <exception cref="RegisterUnavailableException">The register did not return a page.</exception>
    internal static async IAsyncEnumerable<T> AllPages<T>(ImmutableArray<T> first, int limit, Func<T, Task<Answer<ImmutableArray<T>>>> next)
    {
        for (var page = first; ; )
        {
            foreach (var row in page)
            {
                yield return row;
            }
            if (page.Length < limit)
            {
                yield break;
            }
            var answer = await next(page[^1]);
            page = answer.Value.IsDefault ? throw new RegisterUnavailableException($"a page of an export: {answer.Status}") : answer.Value;
        }
    }

    private static string[] Fields(ComplianceSubject one, ComplianceState state, IStringLocalizer texts) =>
        [
            one.Name,
            FacilityTexts.Type(one.Type),
            FacilityTexts.District(one.District),
            one.Address,
            KoreanPhone.Format(one.Phone),
            BusinessNumber.TryParse(one.BusinessNumber, out var number) ? number.ToString() : one.BusinessNumber,
            texts[$"compliance {state}"],
            texts[$"obligation {one.Obligation}"],
            one.LastEntry?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "",
        ];

    private static IResult File(string name, Func<CsvFile, Task> write) =>
        Results.Stream(
            async output =>
            {
                await using var csv = new CsvFile(output);
                await write(csv);
            },
            CsvFile.MediaType,
            name
        );

    private static IResult Refusal(AnswerStatus status) =>
        status == AnswerStatus.Unavailable ? Results.StatusCode(StatusCodes.Status503ServiceUnavailable)
        : status == AnswerStatus.Refused ? Results.Forbid()
        : Results.NotFound();
}
