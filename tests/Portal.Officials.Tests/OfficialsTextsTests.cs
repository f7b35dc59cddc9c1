using KiPass.Portal.Officials.Agency;
using KiPass.Portal.Officials.Audit;
using KiPass.Portal.Officials.Compliance;
using KiPass.Portal.Officials.Policy;
using KiPass.Portal.Officials.Staff;
using KiPass.Portal.Officials.Store;
using KiPass.Portal.Officials.Traces.LineList;
using KiPass.Portal.Officials.Traces.Orders;
using KiPass.Portal.Testing;

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
    ];

    [Fact]
    public void Every_composed_text_is_translated() => Assert.Empty(PortalTexts.Missing(PortalTexts.Composed(Composed)));

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
