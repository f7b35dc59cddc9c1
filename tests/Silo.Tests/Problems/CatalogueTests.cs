using System.Text.RegularExpressions;
using KiPass.Hosting.Problems;
using KiPass.Silo.Portals;
using KiPass.Silo.Problems;
using KiPass.Silo.Tests.Hosting;
using Microsoft.AspNetCore.Http;

namespace KiPass.Silo.Tests.Problems;

public sealed partial class CatalogueTests(Registers registers)
{
    public static TheoryData<string, Type> Catalogues =>
        new() { { "docs/problems.md", typeof(RegisterProblems) }, { "docs/problems-portals.md", typeof(PortalProblems) } };

    [Theory, MemberData(nameof(Catalogues))]
    public void The_documented_problems_match_the_code(string document, Type catalogue)
    {
        var rows = File.ReadLines(Checkout(document)).Select(line => Row().Match(line)).Where(row => row.Success);
        var documented = rows.Select(row =>
            (int.Parse(row.Groups[1].Value), row.Groups[2].Value, row.Groups[3].Value, row.Groups[4].Value, row.Groups[5].Value)
        );
        Assert.Equal(
            All(catalogue).Select(problem => (problem.Status, problem.Code, problem.Korean, problem.English, problem.When)),
            documented
        );
    }

    [Theory, MemberData(nameof(Catalogues))]
    public void Every_problem_appears_in_its_catalogue_once(string document, Type catalogue)
    {
        var all = All(catalogue);
        var fields = catalogue.GetFields().Select(field => field.GetValue(null)).OfType<Problem>();
        Assert.Equal(fields.Select(problem => problem.Code), all.Select(problem => problem.Code));
        Assert.Distinct(all.Select(problem => problem.Code));
        Assert.All(all, problem => Assert.Equal(problem.Status is 429 or 503, problem.RetryAfterSeconds is not null));
        Assert.True(File.Exists(Checkout(document)));
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData("ko-KR,ko;q=0.9,en;q=0.8", false)]
    [InlineData("en", true)]
    [InlineData("en-GB,ko;q=0.5", true)]
    [InlineData("fr,en;q=0.3", true)]
    [InlineData("fr", false)]
    [InlineData("english", false)]
    [InlineData(";;q=x,\u0001", false)]
    public void Problem_titles_are_Korean_unless_English_is_preferred(string? header, bool english)
    {
        var context = new DefaultHttpContext();
        context.Request.Headers.AcceptLanguage = header;
        Assert.Equal(english, ProblemWriter.PrefersEnglish(context.Request));
    }

    [Theory]
    [InlineData("ko", "등록되지 않은 기기입니다. 기기를 다시 연결해 주십시오.")]
    [InlineData("en", "Unknown device. Pair it again.")]
    public async Task A_problem_response_uses_the_callers_language(string language, string title)
    {
        using var client = registers.On(Store.Sqlite).Client();
        client.DefaultRequestHeaders.AcceptLanguage.ParseAdd(language);
        var answer = await client.Get("/v1/facility");
        Assert.Equal(title, answer.Text("title"));
        Assert.Equal("urn:kipass:problem:device-unknown", answer.Text("type"));
        Assert.Equal(401, answer.Body.GetProperty("status").GetInt32());
    }

    [Theory]
    [InlineData("/nowhere", "route-unknown")]
    [InlineData("/v1", "route-unknown")]
    [InlineData("/v1/scans", "method-not-allowed")]
    public async Task Routing_errors_return_problem_details(string path, string code)
    {
        using var client = registers.On(Store.Sqlite).Client();
        Assert.Equal(code, (await client.Get(path)).Code);
    }

    private static IReadOnlyList<Problem> All(Type catalogue) => (IReadOnlyList<Problem>)catalogue.GetField("All")!.GetValue(null)!;

    private static string Checkout(string path)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "KiPass.sln")))
        {
            folder = folder.Parent!;
        }
        return Path.Combine(folder.FullName, path);
    }

    [GeneratedRegex(@"^\| (\d{3}) \| `([a-z-]+)` \| ([^|]+) \| ([^|]+) \| ([^|]+) \|")]
    private static partial Regex Row();
}
