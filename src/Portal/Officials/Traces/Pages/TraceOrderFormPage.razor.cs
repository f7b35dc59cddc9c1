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
    private CaseSummary? found;
    private Official official = default!;
    private IReadOnlyList<FieldError> errors = [];
    private IReadOnlyList<TrustedIssuer> issuers = [];
    private ImmutableArray<FacilitySummary> facilities = [];
    private string? trouble;
    private readonly TraceOrderDraft draft = new();
    private readonly Guid newId = Guid.NewGuid();
    private string search = "";
    private string dwellType = "";
    private int dwellMinutes = -1;

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

    private bool IsWindow => draft.Kind == TraceKind.FacilityWindow;

    // The form offers either all issuers or a single one.
    private string Issuer
    {
        get => draft.Issuers is [var only] ? $"{only}" : "";
        set => draft.Issuers = ushort.TryParse(value, CultureInfo.InvariantCulture, out var number) ? [number] : [];
    }

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
        draft.FromDay = from < today - TraceOrder.MostDaysBack ? today - TraceOrder.MostDaysBack : from;
        draft.ToDay = today;
        if (order is not null)
        {
            Show(order);
        }
        else if (Seed.Take(CaseId) is { } window)
        {
            (draft.Kind, draft.FacilityId, draft.FacilityName) = (TraceKind.FacilityWindow, window.FacilityId, window.Name);
            facilities =
            [
                new FacilitySummary
                {
                    Id = window.FacilityId,
                    Name = window.Name,
                    District = window.District,
                },
            ];
            (draft.WindowFrom, draft.WindowTo) = (window.From, window.To);
        }
    }

    private void Show(TraceOrderRow order)
    {
        draft.CopyFrom(order);
        if (Signer.Person(order) is { } person)
        {
            (draft.Phone, draft.Name) = (person.Phone, person.Name);
        }
        if (order.FacilityId is { } id)
        {
            facilities = [new FacilitySummary { Id = id, Name = order.FacilityName }];
        }
        if (order.Dwell.Count > 0)
        {
            (dwellType, dwellMinutes) = (order.Dwell.First().Key, order.Dwell.First().Value);
        }
    }

    private void Choose(string facility)
    {
        var chosen = facilities.FirstOrDefault(one => $"{one.Id}" == facility);
        (draft.FacilityId, draft.FacilityName) = (chosen?.Id, chosen?.Name ?? "");
    }

    private async Task Search(string typed)
    {
        search = typed;
        var caller = await Callers.Get();
        var query = new DirectoryQuery { Text = typed, Limit = 50 };
        var answer = await Register.Ask(() => Register.Grain<IDirectoryGrain>(IDirectoryGrain.Key).Search(caller, query));
        trouble = Texts.Outcome(Answer.Of(answer.Status));
        facilities = answer.Value?.Facilities ?? [];
        Choose(facilities is [var only] ? $"{only.Id}" : "");
    }

    private async Task Save(bool submit)
    {
        trouble = null;
        draft.Dwell = dwellType.Length > 0 ? new Dictionary<string, int> { [dwellType] = dwellMinutes } : [];
        var reply = await Orders.Save(official, CaseId, OrderId, draft, newId);
        errors = reply.Errors;
        if (reply.Answer == TraceOrderOutcome.Done && submit)
        {
            reply = await Orders.Submit(official, reply.OrderId);
        }
        if (reply.Answer == TraceOrderOutcome.Done)
        {
            Navigation.NavigateTo($"/orders/{reply.OrderId}");
            return;
        }
        trouble = Texts.Outcome(reply.Answer);
    }

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
