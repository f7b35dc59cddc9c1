using System.Globalization;
using KiPass.Portal.Officials.Agency;
using KiPass.Portal.Officials.Audit;
using KiPass.Portal.Officials.Compliance;
using KiPass.Portal.Officials.Home;
using KiPass.Portal.Officials.Policy;
using KiPass.Portal.Officials.Staff;
using KiPass.Portal.Officials.Store;
using KiPass.Portal.Officials.Traces.LineList;
using KiPass.Portal.Officials.Traces.Orders;
using KiPass.Portal.Shared.Language;
using KiPass.Portal.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;

namespace KiPass.Portal.Officials.Tests;

/// <summary>Keys of texts that the officials' portal composes of its own values.</summary>
public sealed class OfficialsTextsTests
{
    private static readonly (string Prefix, Type Values)[] Composed =
    [
        ("figure", typeof(TileFigure)),
        ("standing", typeof(EntryStanding)),
        ("happened", typeof(PolicyEventKind)),
        ("order", typeof(TraceOrderState)),
        ("answer", typeof(TraceOrderOutcome)),
        ("staff", typeof(StaffOutcome)),
        ("agency", typeof(AgencyOutcome)),
        ("change", typeof(StaffChangeKind)),
        ("action", typeof(TwoPersonAction)),
        ("source", typeof(LineSource)),
        ("list", typeof(LineListState)),
        ("follow-up", typeof(ContactStatus)),
        ("follow-up", typeof(FollowUpOutcome)),
        ("column", typeof(GridColumn)),
        ("work", typeof(WorkKind)),
    ];

    [Fact]
    public void Every_composed_text_is_translated() => Assert.Empty(PortalTexts.Missing(PortalTexts.Composed(Composed)));

    [Theory]
    [InlineData("en", "129 people (173 entries)")]
    [InlineData("ko", "129명(출입 173건)")]
    public void The_line_list_names_people_and_entries(string language, string expected)
    {
        LineRow Row(int number, int entries, LineSource source) =>
            new()
            {
                Keys = [.. Enumerable.Range(0, entries).Select(entry => $"{number}-{entry}")],
                Source = source,
                Exposures = [],
            };
        LineRow[] rows =
        [
            .. Enumerable.Range(0, 129).Select(number => Row(number, number < 40 ? 2 : 1, LineSource.Issuer)),
            .. Enumerable.Range(129, 4).Select(number => Row(number, 1, LineSource.Unknown)),
        ];
        var before = CultureInfo.CurrentUICulture;
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language);
        try
        {
            using var services = new ServiceCollection().AddLogging().AddTexts().BuildServiceProvider();
            var list = new JoinedList(rows, [], [], 0);
            Assert.Equal(expected, services.GetRequiredService<IStringLocalizer<Texts>>().Counts(list));
            Assert.Equal(4, list.Unresolved);
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }

    [Fact]
    public void Every_audit_entry_kind_is_translated() =>
        Assert.Empty(
            PortalTexts.Missing(
                AuditTexts
                    .Own.SelectMany(kind => new[] { $"audit {kind}", $"audit kind {kind}" })
                    .Concat(AuditTexts.OfRegister.SelectMany(kind => new[] { $"register {kind}", $"audit kind {kind}" }))
            )
        );
}
