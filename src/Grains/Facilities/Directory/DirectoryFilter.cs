using System.Globalization;
using System.Text;
using KiPass.Contracts.Access;
using KiPass.Contracts.Facilities;

namespace KiPass.Grains.Facilities.Directory;

/// <summary>The SQL condition of a directory query and its parameters. User input is only ever passed as a parameter.</summary>
internal sealed class DirectoryFilter
{
    private readonly StringBuilder sql = new("d.revision > 0 AND d.stage > 0");
    private readonly List<(string, object?)> values = [];

    /// <param name="grams">Whether the database has the n-gram index.</param>
    public DirectoryFilter(DirectoryQuery query, Jurisdiction region, bool grams)
    {
        if (query.Stage is { } stage)
        {
            Where("d.stage = @stage", (int)stage);
        }
        if (query.Type is { } type)
        {
            Where("d.type = @type", type);
        }
        if (query.Registry is { } registry)
        {
            Where("d.registry = @registry", (int)registry);
        }
        InRegion(region);
        Matching(SearchText.Terms(query.Text), grams);
    }

    public string Sql => sql.ToString();

    public (string, object?)[] Values => [.. values];

    public bool HasText { get; private set; }

    private void InRegion(Jurisdiction region)
    {
        switch (region.Code)
        {
            case "*":
                break;
            case { Length: 5 } district:
                Where("d.district = @district", district);
                break;
            case { Length: 2 }:
                // A range instead of a prefix, because both databases can use an index for it.
                var (from, beyond) = DirectoryProfiles.Range(region);
                Where("d.district >= @from", from);
                Where("d.district < @beyond", beyond);
                break;
            default:
                sql.Append(" AND false");
                break;
        }
    }

    private void Matching(IReadOnlyList<string> terms, bool useGrams)
    {
        HasText = terms.Count > 0;
        for (var i = 0; i < terms.Count; i++)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"@term{i}");
            Where($"d.search LIKE {name} ESCAPE '\\'", name, SearchText.Pattern(terms[i]));
        }
        string[] grams = [.. terms.SelectMany(NGrams.Of).Distinct()];
        if (useGrams && grams.Length > 0)
        {
            Where("d.grams @> @grams", grams);
        }
    }

    private void Where(string condition, object value) => Where(condition, condition[condition.LastIndexOf('@')..], value);

    private void Where(string condition, string name, object value)
    {
        sql.Append(" AND ").Append(condition);
        values.Add((name, value));
    }
}
