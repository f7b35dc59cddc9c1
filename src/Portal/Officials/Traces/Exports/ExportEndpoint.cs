using KiPass.Portal.Officials.Access;
using KiPass.Portal.Officials.Store;
using KiPass.Portal.Officials.Traces.LineList;
using KiPass.Portal.Shared.Accounts;
using KiPass.Portal.Shared.Csv;
using KiPass.Portal.Shared.Settings;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace KiPass.Portal.Officials.Traces.Exports;

/// <summary>
/// Exports the selected rows of a line list as a file. The export is recorded in the audit log before the first byte is sent. No file is
/// stored.
/// </summary>
internal static class ExportEndpoint
{
    public static void MapExports(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/orders/{orderId:guid}/export", Export).RequireAuthorization(OfficialPolicies.Investigator);

    private static async Task<IResult> Export(
        HttpContext http,
        Guid orderId,
        [FromForm] string format,
        [FromServices] LineLists lists,
        [FromServices] FollowUps followUps,
        [FromServices] AccountNames accounts,
        [FromServices] Ledger ledger,
        [FromServices] IDbContextFactory<AuthorityDatabase> databases,
        [FromServices] TimeProvider time
    )
    {
        var official = Official.Of(http.User);
        if (format is not ("csv" or "xlsx" or "sormas") || await lists.Look(official, orderId) is not { } list)
        {
            return Results.NotFound();
        }
        var rows = (await followUps.Of(official, orderId, list)).Where(row => row.Exported).ToList();
        await using var database = await databases.CreateDbContextAsync();
        var order = await database.Orders.AsNoTracking().FirstAsync(row => row.Id == orderId);
        var number = (await database.Cases.AsNoTracking().FirstAsync(row => row.Id == order.CaseId)).Number;
        // A file without the people of an issuer says so, by its name and in each row.
        var missing = order.Progress.Missing.Any() ? order.Progress.MissingFact : "";
        var noted = await ledger.Note(
            missing.Length > 0 ? "line-list-exported-in-part" : "line-list-exported",
            order.CaseId,
            [
                ("order", $"{orderId}"),
                ("by", $"{official.Id}"),
                ("format", format),
                ("rows", $"{rows.Count}"),
                .. missing.Length > 0 ? [("missing", missing)] : Array.Empty<(string, string)>(),
            ]
        );
        if (!noted)
        {
            return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
        }
        var name = missing.Length > 0 ? $"{number}-in-part" : number;
        var assignees = await accounts.Known([.. rows.Select(row => row.FollowUp.Assignee).OfType<Guid>().Distinct()]);
        var names = assignees.ToDictionary(account => account.Key, account => account.Value.Name);
        var table = ExportTable.Of(number, rows, names, list.Forward is not null, missing);
        http.Response.Headers.CacheControl = "no-store";
        return format switch
        {
            "csv" => Results.Bytes(await table.ToCsv(), CsvFile.MediaType, $"{name}.csv"),
            "xlsx" => Results.Bytes(XlsxFile.Write(table), XlsxFile.MediaType, $"{name}.xlsx"),
            _ => Results.Bytes(
                await ExportTable.Sormas(number, [.. rows.Select(row => row.Row)], time.GetUtcNow()).ToCsv(),
                CsvFile.MediaType,
                $"{name}-sormas.csv"
            ),
        };
    }
}
