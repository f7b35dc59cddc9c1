using System.Data.Common;
using System.Globalization;

namespace KiPass.Issuer.Storage;

/// <summary>Statements over many rows at once: thousands of contacts are a few statements, not thousands.</summary>
internal static class ManyRows
{
    // Of SQLite's limits on the values of one statement the oldest is 999.
    private const int MostValues = 900;

    /// <summary>Inserts rows into <c>table (columns)</c>; rows whose key is there already are left as they are. The number of new ones.</summary>
    /// <param name="session">The transaction.</param>
    /// <param name="tableAndColumns">Where to.</param>
    /// <param name="rows">All alike: bytes, text or 64-bit numbers, none of them null.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async Task<int> InsertMany(
        this DatabaseSession session,
        string tableAndColumns,
        IEnumerable<object[]> rows,
        CancellationToken cancellationToken
    )
    {
        var list = rows.ToList();
        if (list.Count == 0)
        {
            return 0;
        }
        var width = list[0].Length;
        if (session.TakesArrays)
        {
            var columns = Enumerable.Range(0, width).Select(i => (Name(i), (object?)Column(list, i))).ToArray();
            return await session.Execute(
                $"INSERT INTO {tableAndColumns} SELECT * FROM unnest({Names(0, width)}) ON CONFLICT DO NOTHING",
                cancellationToken,
                columns
            );
        }
        var inserted = 0;
        foreach (var chunk in list.Chunk(MostValues / width))
        {
            var places = string.Join(", ", chunk.Select((_, i) => $"({Names(i * width, width)})"));
            inserted += await session.Execute(
                $"INSERT INTO {tableAndColumns} VALUES {places} ON CONFLICT DO NOTHING",
                cancellationToken,
                [.. chunk.SelectMany(row => row).Select((value, i) => (Name(i), (object?)value))]
            );
        }
        return inserted;
    }

    /// <summary>The rows of <c>SELECT … WHERE column IN (@keys)</c>, for any number of keys.</summary>
    public static async Task<List<T>> AllOf<T>(
        this DatabaseSession session,
        string sql,
        IEnumerable<byte[]> keys,
        Func<DbDataReader, T> read,
        CancellationToken cancellationToken
    )
    {
        const string List = "IN (@keys)";
        var all = keys.ToArray();
        if (session.TakesArrays && all.Length > 0)
        {
            var array = sql.Replace(List, "= ANY (@keys)", StringComparison.Ordinal);
            return await session.All(array, read, cancellationToken, ("keys", all));
        }
        var found = new List<T>();
        foreach (var chunk in all.Chunk(MostValues))
        {
            var values = chunk.Select((key, i) => (Name(i), (object?)key)).ToArray();
            var some = sql.Replace(List, $"IN ({Names(0, chunk.Length)})", StringComparison.Ordinal);
            found.AddRange(await session.All(some, read, cancellationToken, values));
        }
        return found;
    }

    private static Array Column(List<object[]> rows, int column)
    {
        var values = Array.CreateInstance(rows[0][column].GetType(), rows.Count);
        for (var i = 0; i < rows.Count; i++)
        {
            values.SetValue(rows[i][column], i);
        }
        return values;
    }

    private static string Names(int first, int count) => string.Join(", ", Enumerable.Range(first, count).Select(i => "@" + Name(i)));

    private static string Name(int number) => "v" + number.ToString(CultureInfo.InvariantCulture);
}
