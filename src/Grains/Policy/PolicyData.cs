namespace KiPass.Grains.Policy;

/// <summary>The embedded tables of the policy: comma-separated, with a header line, no commas inside fields.</summary>
internal static class PolicyData
{
    public static IEnumerable<string[]> Rows(string name)
    {
        using var reader = new StreamReader(typeof(PolicyData).Assembly.GetManifestResourceStream($"policy/{name}")!);
        var columns = reader.ReadLine()!.Split(',').Length;
        while (reader.ReadLine() is { Length: > 0 } line)
        {
            var row = line.Split(',');
            yield return row.Length == columns
                ? row
                : throw new InvalidOperationException($"{name}: a row has {row.Length} fields: {line}");
        }
    }
}
