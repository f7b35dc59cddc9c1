using System.Globalization;
using KiPass.Contracts.Access;
using KiPass.Contracts.Facilities;
using KiPass.Portal.Officials.Access;
using KiPass.Portal.Officials.Search;
using KiPass.Portal.Officials.Store;
using KiPass.Portal.Shared.Language;
using KiPass.Portal.Shared.Register;
using KiPass.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace KiPass.Portal.Officials.Tests.Search;

public sealed class OfficialSearchTests : IDisposable
{
    private readonly TraceFixture traces = new();

    public OfficialSearchTests() => CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("en");

    public void Dispose() => traces.Dispose();

    [Fact]
    public async Task Finds_cases_by_number_and_facilities_of_the_register()
    {
        var facility = Guid.NewGuid();
        traces.Register.Directory = new DirectoryPage(
            1,
            [
                new FacilitySummary
                {
                    Id = facility,
                    Name = "클럽 하늘",
                    Type = "colatec",
                    District = "11110",
                    BusinessNumber = "120-88-00767",
                },
            ]
        );
        var id = await traces.Case("2020-0612-031");
        var (hits, trouble) = await Find(TraceFixture.Asks, " 0612 ");
        Assert.Null(trouble);
        Assert.Equal([$"/cases/{id}", $"/reviews/{facility}"], hits.Select(hit => hit.Address));
        Assert.Equal(["0612"], traces.Register.Searched);
        Assert.Contains("120-88-00767", hits[1].Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Finds_cases_when_the_register_does_not_answer()
    {
        await traces.Case("2020-0612-031");
        traces.Register.Reachable = false;
        var (hits, trouble) = await Find(TraceFixture.Asks, "2020");
        Assert.Single(hits);
        Assert.NotNull(trouble);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" 2 ")]
    [InlineData(null)]
    public async Task A_text_that_is_too_short_asks_nobody(string? typed)
    {
        await traces.Case("2020-0612-031");
        Assert.Empty((await Find(TraceFixture.Asks, typed)).Hits);
        Assert.Empty((await Find(TraceFixture.Asks, new string('2', 101))).Hits);
        Assert.Empty(traces.Register.Searched);
    }

    [Fact]
    [Attack("An official of another district, or an administrator, searches for a case")]
    public async Task Nobody_finds_a_case_outside_their_jurisdiction()
    {
        await traces.Case("2020-0612-031", "11110");
        Assert.Empty((await Find(new Official(Guid.NewGuid(), new Jurisdiction("26"), Approves: true), "0612")).Hits);
        var administrator = new Caller($"{Guid.NewGuid()}", CallerRole.Administrator);
        Assert.Empty((await Search().Find(TraceFixture.Asks, administrator, "0612")).Hits);
    }

    private OfficialSearch Search() =>
        new(traces.Get<IDbContextFactory<AuthorityDatabase>>(), traces.Get<RegisterCalls>(), traces.Get<IStringLocalizer<Texts>>());

    private Task<(IReadOnlyList<SearchHit> Hits, string? Trouble)> Find(Official official, string? typed) =>
        Search().Find(official, Caller.Official($"{official.Id}", official.Jurisdiction), typed);
}
