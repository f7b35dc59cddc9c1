using System.Collections.Immutable;
using KiPass.Contracts.Access;
using KiPass.Portal.Officials.Compliance;
using KiPass.Portal.Shared.Register;

namespace KiPass.Portal.Officials.Tests.Compliance;

/// <summary>An export that the register could not complete never looks complete.</summary>
public sealed class ComplianceExportTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(9)]
    [InlineData(10)]
    [InlineData(11)]
    [InlineData(30)]
    public async Task An_export_has_the_rows_of_all_pages(int rows)
    {
        Answer<ImmutableArray<int>> Page(int after) => (ImmutableArray<int>)[.. Enumerable.Range(after + 1, rows - after).Take(10)];

        var all = await ComplianceExports.AllPages(Page(0).Value, 10, last => Task.FromResult(Page(last))).ToListAsync();
        Assert.Equal(Enumerable.Range(1, rows), all);
    }

    [Theory]
    [InlineData(AnswerStatus.Unavailable)]
    [InlineData(AnswerStatus.Refused)]
    [InlineData(AnswerStatus.NotFound)]
    public async Task A_missing_page_ends_the_download_with_an_error(AnswerStatus status)
    {
        ImmutableArray<int> first = [1, 2, 3];
        var written = new List<int>();
        await Assert.ThrowsAsync<RegisterUnavailableException>(async () =>
        {
            await foreach (var row in ComplianceExports.AllPages(first, 3, _ => Task.FromResult<Answer<ImmutableArray<int>>>(status)))
            {
                written.Add(row);
            }
        });
        Assert.Equal(first, written);
    }
}
