using System.Text.RegularExpressions;
using KiPass.Issuer.Problems;

namespace KiPass.Issuer.Tests.Problems;

public sealed partial class ProblemTests
{
    [Fact]
    public void The_documented_issuer_problems_match_the_catalogue()
    {
        var rows = File.ReadLines(Path.Combine(AppContext.BaseDirectory, "problems-issuer.md"))
            .Select(line => Row().Match(line))
            .Where(match => match.Success)
            .Select(match => string.Join(" | ", match.Groups.Values.Skip(1).Select(g => g.Value)))
            .ToList();
        var expected = IssuerProblems.All.Select(p => $"{p.Status} | {p.Code} | {p.Korean} | {p.English} | {p.When}").ToList();
        Assert.Equal(expected, rows);
    }

    [Fact]
    public void Codes_are_unique_and_titles_are_in_both_languages()
    {
        Assert.Equal(IssuerProblems.All.Count, IssuerProblems.All.Select(p => p.Code).Distinct().Count());
        Assert.All(IssuerProblems.All, p => Assert.Matches("[가-힣].*다\\.$|[가-힣].*오\\.$", p.Korean));
        Assert.All(IssuerProblems.All, p => Assert.Matches("^[A-Z][ -~]*\\.$", p.English));
    }

    [Theory]
    [InlineData(null, "ko")]
    [InlineData("ko-KR,ko;q=0.9,en-US;q=0.8", "ko")]
    [InlineData("en-US,en;q=0.9", "en")]
    [InlineData("en;q=0.5,ko;q=0.4", "en")]
    [InlineData("fr", "ko")]
    [InlineData(";;;,,q=", "ko")]
    public async Task A_refusal_is_in_the_requested_language(string? accept, string language)
    {
        await using var issuer = await IssuerHost.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/me");
        request.Headers.TryAddWithoutValidation("Accept-Language", accept);
        using var answer = await issuer.Http.SendAsync(request);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal(language, answer.Content.Headers.ContentLanguage.Single());
        var title = language == "ko" ? IssuerProblems.SessionUnknown.Korean : IssuerProblems.SessionUnknown.English;
        Assert.Contains(title, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [GeneratedRegex(@"^\| (\d{3}) \| `([a-z-]+)` \| (.+?) \| (.+?) \| (.+?) \|$")]
    private static partial Regex Row();
}
