using System.Globalization;
using System.Text;

namespace KiPass.Issuer.Storage;

/// <summary>Statements over many rows at once: thousands of contacts are a few statements, not thousands.</summary>
internal static class ManyRows
{
    // Both engines take more values in one statement; SQLite's older builds begin at 999.
    private const int MostValues = 900;

    /// <summary>Inserts rows into <c>table (columns)</c>; rows whose key is there already are left as they are. The number of new ones.</summary>
    public static async Task<int> InsertMany(
        this DatabaseSession session,
        string tableAndColumns,
        IEnumerable<object[]> rows,
        CancellationToken cancellationToken
    )
    {
        var inserted = 0;
        foreach (var chunk in Chunks(rows))
        {
            var sql = new StringBuilder($"INSERT INTO {tableAndColumns} VALUES ");
            var values = new List<(string, object?)>();
            foreach (var row in chunk)
            {
                sql.Append(values.Count == 0 ? "(" : ", (");
                var first = values.Count;
                sql.AppendJoin(", ", row.Select((_, i) => "@" + Name(first + i)));
                sql.Append(')');
                values.AddRange(row.Select((value, i) => (Name(first + i), (object?)value)));
            }
            sql.Append(" ON CONFLICT DO NOTHING");
            inserted += await session.Execute(sql.ToString(), cancellationToken, [.. values]);
        }
        return inserted;
    }

    /// <summary>The rows of <c>SELECT … WHERE column IN (keys)</c>, the list of keys standing where the statement says <c>@keys</c>.</summary>
    public static async Task<List<T>> AllOf<T>(
        this DatabaseSession session,
        string sql,
        IEnumerable<byte[]> keys,
        Func<System.Data.Common.DbDataReader, T> read,
        CancellationToken cancellationToken
    )
    {
        var found = new List<T>();
        foreach (var chunk in keys.Chunk(MostValues))
        {
            var names = string.Join(", ", chunk.Select((_, i) => "@" + Name(i)));
            var values = chunk.Select((key, i) => (Name(i), (object?)key)).ToArray();
            found.AddRange(await session.All(sql.Replace("@keys", names, StringComparison.Ordinal), read, cancellationToken, values));
        }
        return found;
    }

    private static IEnumerable<object[][]> Chunks(IEnumerable<object[]> rows)
    {
        var list = rows.ToList();
        return list.Count == 0 ? [] : list.Chunk(MostValues / list[0].Length);
    }

    private static string Name(int number) => "v" + number.ToString(CultureInfo.InvariantCulture);
}
