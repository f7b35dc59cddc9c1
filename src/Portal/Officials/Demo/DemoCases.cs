using System.Globalization;
using KiPass.Contracts.Access;
using KiPass.Hosting.Demo;
using KiPass.Hosting.Settings;
using KiPass.Portal.Officials.Access;
using KiPass.Portal.Officials.Staff;
using KiPass.Portal.Officials.Traces.Cases;
using KiPass.Portal.Officials.Traces.Orders;
using KiPass.Portal.Officials.Traces.Running;
using KiPass.Tokens;

namespace KiPass.Portal.Officials.Demo;

/// <summary>
/// Opens the cases of a demonstration through the services that the pages use, with the clock set back: last month's orders, whose results are
/// destroyed, then orders in every state. Two traces that run now share a site; their people see at once that their data was accessed.
/// </summary>
internal sealed class DemoCases(
    DemoClock clock,
    CaseService cases,
    TraceOrderService orders,
    TraceRunner runner,
    TraceDestruction destruction,
    DemoPastTrace past
)
{
    /// <summary>Number of people that it needs.</summary>
    public const int People = 7;

    private const int OrdersOfMonth = 6;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private static readonly Official Investigator = Person(DemoOfficials.Investigator, approves: false);
    private static readonly Official Approver = Person(DemoOfficials.Approver, approves: true);

    private readonly DemoSchedule schedule = new(clock);
    private int serial = 30;

    public async Task Seed(IReadOnlyList<DemoPatient> people)
    {
        var now = clock.Now;
        LastMonth(KoreanDay.Of(now), people);
        Past(now, people);
        Guid[] traces =
        [
            Submitted(now.AddMinutes(-205), people[0], ago: 1, "노래연습장 집단감염과 관련", notice: 0),
            Submitted(now.AddMinutes(-160), people[1], ago: 2, "같은 시설을 방문한 두 번째 확진자", notice: 0),
            Submitted(now.AddMinutes(-130), people[2], ago: 1, "접촉자 상한을 낮춘 요청", most: 1),
        ];
        Drafted(now.AddMinutes(-95), people[5], ago: 1, "작성 중");
        Opened(now.AddMinutes(-70), ago: 0);
        Submitted(now.AddMinutes(-48), people[3], ago: 1, "직장 동료 2명 확진, 다중이용시설 방문");
        await schedule.Run();
        foreach (var order in traces)
        {
            Require(await orders.Approve(Approver, order));
        }
        await Finish(await runner.Open(CancellationToken.None));
    }

    /// <summary>The first day of the last month whose first orders are due for destruction.</summary>
    internal static KoreanDay FirstOfPastMonth(KoreanDay today)
    {
        var month = new DateOnly(today.Date.Year, today.Date.Month, 1);
        KoreanDay first;
        do
        {
            month = month.AddMonths(-1);
            first = KoreanDay.Of(month);
        } while (first + OrdersOfMonth + (int)TraceOrderService.Kept.TotalDays + 1 > today);
        return first;
    }

    // Enough orders of one past month that its counts are published.
    private void LastMonth(KoreanDay today, IReadOnlyList<DemoPatient> people)
    {
        var first = FirstOfPastMonth(today);
        for (var i = 0; i < OrdersOfMonth; i++)
        {
            var at = (first + i).Start.AddHours(10).AddMinutes(13 * i);
            var (caseId, order, place) = (Opened(at, ago: 1), Guid.NewGuid(), i);
            Asked(at, caseId, order, people[i], ago: 1, "집단감염 확인");
            schedule.Add(at.AddMinutes(40), async () => Require(await orders.Approve(Approver, order)));
            schedule.Add(at.AddMinutes(41), () => past.Complete(order, place));
            schedule.Add(at.AddDays(9), () => cases.Close(Investigator, caseId));
            schedule.Add(at + TraceOrderService.Kept + TimeSpan.FromHours(1), () => destruction.Run());
        }
    }

    private void Past(DateTimeOffset now, IReadOnlyList<DemoPatient> people)
    {
        // Signed more than a week ago and never sent: the register now refuses it, because it has expired.
        var refused = Submitted(now.AddDays(-9), people[2], ago: 2, "해외 유입 사례 확인");
        schedule.Add(now.AddDays(-9).AddHours(2), async () => Require(await orders.Approve(Approver, refused)));
        var cancelled = Submitted(now.AddDays(-2), people[6], ago: 1, "검사 결과 재확인 필요");
        schedule.Add(now.AddDays(-2).AddHours(1), () => runner.Cancel(Investigator, cancelled));
        var declined = Submitted(now.AddDays(-1), people[4], ago: 3, "동선 확인", most: 5_000);
        schedule.Add(
            now.AddDays(-1).AddMinutes(50),
            async () =>
                Require(await orders.Decline(Approver, declined, "접촉자 상한이 너무 큽니다. 기간을 이틀로 줄여 다시 요청하십시오."))
        );
    }

    private Guid Submitted(DateTimeOffset at, DemoPatient person, int ago, string reason, int notice = 14, int most = 1_000)
    {
        var (caseId, order) = (Opened(at, ago), Guid.NewGuid());
        Asked(at, caseId, order, person, ago, reason, notice, most);
        return order;
    }

    private void Asked(
        DateTimeOffset at,
        Guid caseId,
        Guid order,
        DemoPatient person,
        int ago,
        string reason,
        int notice = 14,
        int most = 1_000
    )
    {
        Saved(at, caseId, order, person, ago, reason, notice, most);
        schedule.Add(at.AddMinutes(9), async () => Require(await orders.Submit(Investigator, order)));
    }

    private void Drafted(DateTimeOffset at, DemoPatient person, int ago, string reason) =>
        Saved(at, Opened(at, ago), Guid.NewGuid(), person, ago, reason, notice: 14, most: 1_000);

    private void Saved(DateTimeOffset at, Guid caseId, Guid order, DemoPatient person, int ago, string reason, int notice, int most) =>
        schedule.Add(
            at.AddMinutes(7),
            async () =>
            {
                var today = KoreanDay.Of(clock.GetUtcNow());
                var draft = new TraceOrderDraft
                {
                    Phone = person.Phone,
                    Name = person.Name,
                    FromDay = today - ago - 2,
                    ToDay = today,
                    Reason = reason,
                    NoticeAfterDays = notice,
                    MaxContacts = most,
                };
                Require(await orders.Save(Investigator, caseId, orderId: null, draft, newId: order));
            }
        );

    private Guid Opened(DateTimeOffset at, int ago)
    {
        var day = KoreanDay.Of(at);
        var number = string.Create(CultureInfo.InvariantCulture, $"{day.Date:yyyy-MMdd}-{++serial:000}");
        var form = new CaseForm(number, serial % 3 == 0 ? "11" : "11410", day - ago, Guid.NewGuid());
        schedule.Add(
            at,
            async () =>
            {
                if ((await cases.Open(Investigator, form)).Status is not AnswerStatus.Done and var refusal)
                {
                    throw new StartException($"demo: a case was refused: {refusal}.");
                }
            }
        );
        return form.Id!.Value;
    }

    private async Task Finish(IReadOnlyCollection<Guid> open)
    {
        var begun = clock.GetTimestamp();
        while (open.Count > 0)
        {
            foreach (var order in open)
            {
                await runner.Advance(order);
            }
            open = await runner.Open(CancellationToken.None);
            if (clock.GetElapsedTime(begun) > Patience)
            {
                throw new StartException("demo: the traces did not end in time.");
            }
            await Task.Delay(Pause, clock);
        }
    }

    private static Official Person(Guid id, bool approves) =>
        new(id, Jurisdiction.Nation, approves, Device: approves ? "demo-approver" : "demo-official");

    private static void Require(TraceOrderResult result)
    {
        if (result.Answer != TraceOrderOutcome.Done)
        {
            var fields = string.Join(", ", result.Errors.Select(error => $"{error.Field} {error.Problem}"));
            throw new StartException($"demo: an order was refused: {result.Answer} {fields}".TrimEnd() + ".");
        }
    }
}
