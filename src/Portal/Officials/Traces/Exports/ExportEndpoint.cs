using KiPass.Portal.Officials.Access;
using KiPass.Portal.Officials.Store;
using KiPass.Portal.Officials.Traces.LineList;
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
        var deselected = await lists.Deselected(orderId);
        var rows = list.Rows.Where(row => !row.Keys.Any(deselected.Contains)).ToList();
        await using var database = await databases.CreateDbContextAsync();
        var order = await database.Orders.AsNoTracking().FirstAsync(row => row.Id == orderId);
        var number = (await database.Cases.AsNoTracking().FirstAsync(row => row.Id == order.CaseId)).Number;
        var noted = await ledger.Note(
            "line-list-exported",
            order.CaseId,
            ("order", $"{orderId}"),
            ("by", $"{official.Id}"),
            ("format", format),
            ("rows", $"{rows.Count}")
        );
        if (!noted)
        {
            return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
        }
        http.Response.Headers.CacheControl = "no-store";
        return format switch
        {
            "csv" => Results.Bytes(
                await ExportTable.Of(number, rows, list.Forward is not null).ToCsv(),
                CsvFile.MediaType,
                $"{number}.csv"
            ),
            "xlsx" => Results.Bytes(
                XlsxFile.Write(ExportTable.Of(number, rows, list.Forward is not null)),
                XlsxFile.MediaType,
                $"{number}.xlsx"
            ),
            _ => Results.Bytes(await ExportTable.Sormas(number, rows, time.GetUtcNow()).ToCsv(), CsvFile.MediaType, $"{number}-sormas.csv"),
        };
    }
}
