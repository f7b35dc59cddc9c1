using KiPass.Contracts.Traces;
using KiPass.Portal.Officials.Store;
using Microsoft.EntityFrameworkCore;

namespace KiPass.Portal.Officials.Demo;

/// <summary>Records a trace of a past month as if the register had run it: the register accepts no order of that time any more.</summary>
internal sealed class DemoPastTrace(Ledger ledger)
{
    /// <param name="order">An approved order.</param>
    /// <param name="place">Varies the counts.</param>
    public Task Complete(Guid order, int place) =>
        ledger.Change(
            async entries =>
            {
                var row = await entries.Rows.Orders.FirstAsync(one => one.Id == order);
                var progress = Counts(4 + place, 61 + place * 47 % 160);
                (row.State, row.Progress, row.Version) = (TraceOrderState.Completed, progress, row.Version + 1);
                row.StartedAt = row.CompletedAt = entries.Now;
                entries.Note("trace-begun", row.CaseId, ("order", $"{row.Id}"));
                entries.Note(
                    "trace-ended",
                    row.CaseId,
                    ("order", $"{row.Id}"),
                    ("how", $"{row.State}"),
                    ("facilities", $"{progress.Facilities}"),
                    ("contacts", $"{progress.Contacts}"),
                    ("close", $"{progress.Close}"),
                    ("paper", $"{progress.PaperContacts}"),
                    ("issuers", $"{progress.IssuersAnswered}")
                );
                return true;
            },
            overtaken: false
        );

    private static KnownProgress Counts(int facilities, int contacts) =>
        new(
            TraceStage.Completed,
            contacts,
            contacts,
            facilities,
            FacilitiesElsewhere: 0,
            contacts,
            Close: contacts / 3,
            PaperContacts: 0,
            [new IssuerProgress(1, IssuerAnswer.Answered, IssuerAnswer.Answered, contacts)]
        );
}
