using System.Globalization;
using System.Text.RegularExpressions;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using KiPass.SystemTests.Portal;
using KiPass.SystemTests.Traces.LineLists;
using Microsoft.Playwright;
using Microsoft.VisualBasic.FileIO;

namespace KiPass.SystemTests.Fixtures;

/// <summary>A trace that is finished, with its exports as spreadsheet readers open them.</summary>
/// <param name="Shown">The table's rows on the page, as text.</param>
internal sealed record FinishedTrace(
    Guid Order,
    string Case,
    IReadOnlyList<string[]> Csv,
    IReadOnlyList<string[]> Xlsx,
    IReadOnlyList<string> Shown
);

/// <summary>Official A, who asks, and official B, who approves, each in a browser.</summary>
internal sealed partial class TwoOfficials(IPage asks, IPage approves) : IAsyncDisposable
{
    /// <summary>The page of the official who asks.</summary>
    public IPage Asks => asks;

    /// <summary>A new case and an order over it, sent for approval.</summary>
    public async Task<Guid> Ask(Player index, DateOnly from, DateOnly to, int maxContacts = 200)
    {
        await asks.GotoAsync("/cases");
        await asks.Live();
        await asks.Type("#Number", $"2020-{Guid.NewGuid():N}"[..20]);
        await asks.ClickAsync("#open-case");
        await asks.ClickAsync("#new-order");
        await asks.WaitForSelectorAsync("#Phone");
        await asks.Type("#Phone", index.Phone);
        await asks.Type("#Name", index.Name);
        await asks.Type("#FromDay", from.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        await asks.Type("#ToDay", to.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        await asks.Type("#Reason", "집단감염 확인");
        await asks.Type("#MaxContacts", $"{maxContacts}");
        await asks.ClickAsync("#submit-order");
        await asks.Arrives(OrderAddress());
        return Guid.Parse(OrderAddress().Match(asks.Url).Groups["id"].Value);
    }

    public async Task Approve(Guid order)
    {
        await approves.GotoAsync($"/orders/{order}");
        await approves.Live();
        await approves.ClickAsync("#approve-order");
        await approves.Locator(".mud-dialog .button-sure").ClickAsync();
        await approves.WaitForSelectorAsync("#approve-order", new() { State = WaitForSelectorState.Detached });
    }

    /// <summary>Waits for the finished list on the page of the official who asked, and exports it.</summary>
    public async Task<FinishedTrace> Collect(Guid order)
    {
        await asks.GotoAsync($"/orders/{order}");
        await asks.WaitForSelectorAsync("#export", new() { Timeout = 90_000 });
        var rows = asks.Locator(".line-list tbody tr.mud-table-row");
        await rows.First.WaitForAsync();
        var number = await asks.Locator(".crumb a").InnerTextAsync();
        return new FinishedTrace(order, number, Csv(await Export("csv")), Xlsx(await Export("xlsx")), await rows.AllInnerTextsAsync());
    }

    public async ValueTask DisposeAsync()
    {
        await asks.Context.CloseAsync();
        await approves.Context.CloseAsync();
    }

    private async Task<byte[]> Export(string format)
    {
        var download = await asks.RunAndWaitForDownloadAsync(() => asks.ClickAsync($"#export button[value={format}]"));
        var bytes = await File.ReadAllBytesAsync(await download.PathAsync());
        await download.DeleteAsync();
        return bytes;
    }

    private static List<string[]> Csv(byte[] bytes)
    {
        Assert.Equal(new byte[] { 0xEF, 0xBB, 0xBF }, bytes[..3]);
        using var text = new StreamReader(new MemoryStream(bytes));
        using var reader = new TextFieldParser(text) { Delimiters = [","], TrimWhiteSpace = false };
        var rows = new List<string[]>();
        while (!reader.EndOfData)
        {
            rows.Add(reader.ReadFields()!);
        }
        return rows;
    }

    private static List<string[]> Xlsx(byte[] bytes)
    {
        using var stream = new MemoryStream(bytes);
        using var book = SpreadsheetDocument.Open(stream, isEditable: false);
        var part = book.WorkbookPart!;
        var shared = part.SharedStringTablePart?.SharedStringTable.Elements<SharedStringItem>().Select(item => item.InnerText).ToList();
        string Text(Cell cell) =>
            cell.DataType?.Value == CellValues.SharedString
                ? shared![int.Parse(cell.CellValue!.Text, CultureInfo.InvariantCulture)]
                : cell.InnerText;
        var sheet = part.WorksheetParts.Single().Worksheet!;
        return [.. sheet.Descendants<Row>().Select(row => row.Elements<Cell>().Select(Text).ToArray())];
    }

    [GeneratedRegex(@"/orders/(?<id>[0-9a-f\-]{36})$")]
    private static partial Regex OrderAddress();
}
