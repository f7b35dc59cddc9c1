namespace KiPass.Grains.Tests.Fixtures;

/// <summary>Joins the pages of a reader, in tests that expect few rows.</summary>
internal static class ReadPages
{
    public static async Task<List<T>> Rows<T>(this IAsyncEnumerable<IReadOnlyList<T>> pages)
    {
        var rows = new List<T>();
        await foreach (var page in pages)
        {
            rows.AddRange(page);
        }
        return rows;
    }
}
