using System.Data.Common;
using System.Globalization;

namespace KiPass.Issuer.Storage;

/// <summary>Inserts and selects many rows with few statements.</summary>
internal static class BulkStatements
{
    // Old versions of SQLite allow at most 999 parameters in a statement.
    private const int MaxValues = 900;

    /// <summary>Inserts rows into <c>table (columns)</c>, skips those whose key exists, and returns the number of inserted rows.</summary>
    /// <param name="session">The transaction.</param>
    /// <param name="tableAndColumns">Table and columns, as in <c>INSERT INTO</c>.</param>
    /// <param name="rows">Rows of bytes, text or 64-bit numbers, all of the same types and without nulls.</param>
    /// <param name="cancellationToken">Cancels the statement.</param>
    /// <param name="condition">Rows that do not meet it are skipped too; it names their columns <c>a.column1</c>, <c>a.column2</c>, …</param>
    public static async Task<int> InsertMany(
        this DatabaseSession session,
        string tableAndColumns,
        IEnumerable<object[]> rows,
        CancellationToken cancellationToken,
        string condition = "true"
    )
    {
        var list = rows.ToList();
        if (list.Count == 0)
        {
            return 0;
        }
        var width = list[0].Length;
        if (session.SupportsArrays)
        {
            var columns = Enumerable.Range(0, width).Select(i => (Name(i), (object?)Column(list, i))).ToArray();
            return await session.Execute(
                $"""
                INSERT INTO {tableAndColumns}
                SELECT * FROM unnest({Names(0, width)}) AS a ({string.Join(", ", Enumerable.Range(1, width).Select(i => $"column{i}"))})
                WHERE {condition} ON CONFLICT DO NOTHING
                """,
                cancellationToken,
                columns
            );
        }
        var inserted = 0;
        foreach (var chunk in list.Chunk(MaxValues / width))
        {
            var places = string.Join(", ", chunk.Select((_, i) => $"({Names(i * width, width)})"));
            inserted += await session.Execute(
                $"INSERT INTO {tableAndColumns} SELECT * FROM (VALUES {places}) AS a WHERE {condition} ON CONFLICT DO NOTHING",
                cancellationToken,
                [.. chunk.SelectMany(row => row).Select((value, i) => (Name(i), (object?)value))]
            );
        }
        return inserted;
    }

    /// <summary>Runs <c>SELECT … WHERE column IN (@keys)</c> for any number of keys.</summary>
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
        if (session.SupportsArrays && all.Length > 0)
        {
            var array = sql.Replace(List, "= ANY (@keys)", StringComparison.Ordinal);
            return await session.All(array, read, cancellationToken, ("keys", all));
        }
        var found = new List<T>();
        foreach (var chunk in all.Chunk(MaxValues))
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
