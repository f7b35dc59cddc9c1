using System.Collections.Immutable;
using System.Globalization;
using KiPass.Contracts.Access;
using KiPass.Contracts.Facilities;
using KiPass.Portal.Officials.Access;
using KiPass.Portal.Officials.Store;
using KiPass.Portal.Officials.Traces.Cases;
using KiPass.Portal.Officials.Traces.Orders;
using KiPass.Portal.Shared.Facilities;
using KiPass.Portal.Shared.Language;
using KiPass.Portal.Shared.Register;
using KiPass.Tokens;
using KiPass.Tokens.Keys;
using KiPass.Tokens.Orders;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;

namespace KiPass.Portal.Officials.Traces.Pages;

public sealed partial class TraceOrderFormPage
{
    private const string LocalTime = "yyyy-MM-dd'T'HH:mm";

    private CaseSummary? found;
    private Official official = default!;
    private IReadOnlyList<FieldError> errors = [];
    private IReadOnlyList<TrustedIssuer> issuers = [];
    private ImmutableArray<FacilitySummary> facilities = [];
    private string? trouble;
    private bool busy;
    private string kind = nameof(TraceKind.Case);
    private string search = "";
    private string facility = "";
    private string windowFrom = "";
    private string windowTo = "";
    private string phone = "";
    private string name = "";
    private string fromDay = "";
    private string toDay = "";
    private string issuer = "";
    private string ground = new TraceOrderDraft().Ground;
    private string reason = "";
    private string maxContacts = "1000";
    private string closeMinutes = "15";
    private string notice = "14";
    private bool forward;
    private string dwellType = "";
    private string dwellMinutes = "";

    [Parameter]
    public Guid CaseId { get; set; }

    [Parameter]
    public Guid? OrderId { get; set; }

    [Inject]
    private CaseService Cases { get; set; } = default!;

    [Inject]
    private TraceOrderService Orders { get; set; } = default!;

    [Inject]
    private TraceOrderSigner Signer { get; set; } = default!;

    [Inject]
    private TraceOrderPrefill Seed { get; set; } = default!;

    [Inject]
    private CurrentOfficial Officials { get; set; } = default!;

    [Inject]
    private RegisterCalls Register { get; set; } = default!;

    [Inject]
    private CurrentCaller Callers { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    [Inject]
    private TimeProvider Time { get; set; } = default!;

    private bool IsWindow => kind == nameof(TraceKind.FacilityWindow);

    protected override async Task OnInitializedAsync()
    {
        official = await Officials.Get();
        found = await Cases.Find(official, CaseId);
        var order = found?.Orders.FirstOrDefault(row => row.Id == OrderId);
        if (found is null || (OrderId is not null && order is null))
        {
            Navigation.NotFound();
            return;
        }
        try
        {
            issuers = Signer.Issuers();
        }
        catch (DomainFolderException)
        {
            trouble = Texts.Outcome(TraceOrderOutcome.KeysMissing);
        }
        var today = KoreanDay.Of(Time.GetUtcNow());
        var from = (found.Case.OnsetDay ?? today) - 2;
        fromDay = $"{(from < today - TraceOrder.MostDaysBack ? today - TraceOrder.MostDaysBack : from)}";
        toDay = $"{today}";
        if (order is not null)
        {
            Show(order);
        }
        else if (Seed.Take(CaseId) is { } window)
        {
            kind = nameof(TraceKind.FacilityWindow);
            facility = $"{window.FacilityId}";
            facilities =
            [
                new FacilitySummary
                {
                    Id = window.FacilityId,
                    Name = window.Name,
                    District = window.District,
                },
            ];
            (windowFrom, windowTo) = (Local(window.From), Local(window.To));
        }
    }

    private void Show(TraceOrderRow order)
    {
        (kind, ground, reason) = ($"{order.Kind}", order.Ground, order.Reason);
        (maxContacts, closeMinutes, notice) = ($"{order.MaxContacts}", $"{order.CloseMinutes}", $"{order.NoticeAfterDays}");
        (fromDay, toDay, forward) = ($"{order.FromDay}", $"{order.ToDay}", order.Forward);
        issuer = order.Issuers is [var only] ? $"{only}" : "";
        if (Signer.Person(order) is { } person)
        {
            (phone, name) = (person.Phone, person.Name);
        }
        if (order is { FacilityId: { } id, WindowFrom: { } begins, WindowTo: { } ends })
        {
            facility = $"{id}";
            facilities = [new FacilitySummary { Id = id, Name = order.FacilityName }];
            (windowFrom, windowTo) = (Local(begins), Local(ends));
        }
        if (order.Dwell.Count > 0)
        {
            (dwellType, dwellMinutes) = (order.Dwell.First().Key, $"{order.Dwell.First().Value}");
        }
    }

    private async Task Search(string typed)
    {
        search = typed;
        var caller = await Callers.Get();
        var query = new DirectoryQuery { Text = typed, Limit = 50 };
        var answer = await Register.Ask(() => Register.Grain<IDirectoryGrain>(IDirectoryGrain.Key).Search(caller, query));
        trouble = Texts.Outcome(Answer.Of(answer.Status));
        facilities = answer.Value?.Facilities ?? [];
        facility = facilities is [var only] ? $"{only.Id}" : "";
    }

    private async Task Save(bool submit)
    {
        (busy, trouble) = (true, null);
        var reply = await Orders.Save(official, CaseId, OrderId, Draft());
        errors = reply.Errors;
        if (reply.Answer == TraceOrderOutcome.Done && submit)
        {
            reply = await Orders.Submit(official, reply.OrderId);
        }
        busy = false;
        if (reply.Answer == TraceOrderOutcome.Done)
        {
            Navigation.NavigateTo($"/orders/{reply.OrderId}");
            return;
        }
        trouble = Texts.Outcome(reply.Answer);
    }

    private TraceOrderDraft Draft() =>
        new()
        {
            Kind = Enum.Parse<TraceKind>(kind),
            Phone = phone,
            Name = name,
            FacilityId = Guid.TryParse(facility, out var id) ? id : null,
            FacilityName = facilities.FirstOrDefault(one => $"{one.Id}" == facility)?.Name ?? "",
            WindowFrom = Instant(windowFrom),
            WindowTo = Instant(windowTo),
            FromDay = KoreanDay.TryParse(fromDay, null, out var from) ? from : default,
            ToDay = KoreanDay.TryParse(toDay, null, out var to) ? to : default,
            Issuers = ushort.TryParse(issuer, CultureInfo.InvariantCulture, out var number) ? [number] : [],
            Forward = forward,
            Ground = ground,
            Reason = reason,
            MaxContacts = Number(maxContacts),
            CloseMinutes = Number(closeMinutes),
            NoticeAfterDays = notice.Trim().Length == 0 ? -1 : Number(notice, wrong: -1),
            Dwell = dwellType.Length > 0 ? new Dictionary<string, int> { [dwellType] = Number(dwellMinutes) } : [],
        };

    private static int Number(string typed, int wrong = 0) =>
        int.TryParse(
            typed.Replace(",", "", StringComparison.Ordinal).Trim(),
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out var number
        )
            ? number
            : wrong;

    private static string Local(DateTimeOffset instant) =>
        instant.ToOffset(KoreanDay.Offset).ToString(LocalTime, CultureInfo.InvariantCulture);

    private static DateTimeOffset? Instant(string typed) =>
        DateTime.TryParseExact(typed, LocalTime, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local)
            ? new DateTimeOffset(local, KoreanDay.Offset)
            : null;

    private string? Error(string field) => errors.Where(error => error.Field == field).Select(Problem).FirstOrDefault();

    private string Problem(FieldError error) =>
        (error.Field, error.Problem) switch
        {
            (nameof(TraceOrderDraft.Phone), FieldProblem.Malformed) => Texts["Enter a valid phone number, for example 010-1234-5678."],
            (nameof(TraceOrderDraft.FromDay) or nameof(TraceOrderDraft.WindowFrom), FieldProblem.OutOfRange) => Texts[
                "Choose a day within the last 28 days. Older visits have been destroyed."
            ],
            (nameof(TraceOrderDraft.ToDay), FieldProblem.OutOfRange) => Texts["The date cannot be before the first day or after today."],
            (nameof(TraceOrderDraft.WindowTo), FieldProblem.OutOfRange) => Texts[
                "The end must be after the start, at most one day later, and not in the future."
            ],
            (nameof(TraceOrderDraft.MaxContacts), FieldProblem.OutOfRange) => Texts["Enter a number from 1 to 100,000."],
            (nameof(TraceOrderDraft.CloseMinutes) or nameof(TraceOrderDraft.Dwell), FieldProblem.OutOfRange) => Texts[
                "Enter 1 to 1,440 minutes."
            ],
            (nameof(TraceOrderDraft.NoticeAfterDays), FieldProblem.OutOfRange) => Texts["Enter 0 to 30 days."],
            _ => Texts.Problem(error),
        };
}
