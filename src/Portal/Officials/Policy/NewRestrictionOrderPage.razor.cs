using System.Collections.Immutable;
using KiPass.Contracts.Access;
using KiPass.Contracts.Facilities;
using KiPass.Contracts.Policy;
using KiPass.Portal.Officials.Access;
using KiPass.Portal.Officials.Store;
using KiPass.Portal.Shared.Controls;
using KiPass.Portal.Shared.Facilities;
using KiPass.Portal.Shared.Register;
using KiPass.Tokens;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace KiPass.Portal.Officials.Policy;

/// <summary>
/// Enters an order in three steps: its terms, the preview of its impact, and a dialog that repeats both. An order for more than one district
/// becomes a proposal.
/// </summary>
public sealed partial class NewRestrictionOrderPage
{
    private const int Shown = 20;
    private readonly Guid id = Guid.NewGuid();
    private IReadOnlyList<string> types = [];
    private Caller? caller;
    private FacilityView? single;
    private string title = "";
    private RestrictionEffect effect;
    private string region = "";
    private string from = "";
    private string guidance = "";
    private string until = "";
    private string? trouble;
    private ImmutableArray<FieldError> errors = [];
    private OrderImpact? looked;

    /// <summary>The facility that the order applies to; null if it applies to a region.</summary>
    [SupplyParameterFromQuery(Name = "facility")]
    public Guid? FacilityId { get; set; }

    [Inject]
    private RegisterCalls Register { get; set; } = default!;

    [Inject]
    private CurrentCaller Callers { get; set; } = default!;

    [Inject]
    private CurrentOfficial Officials { get; set; } = default!;

    [Inject]
    private Confirmations Confirmations { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    [Inject]
    private IDialogService Dialogs { get; set; } = default!;

    [Inject]
    private ISnackbar Snackbar { get; set; } = default!;

    [Inject]
    private TimeProvider Time { get; set; } = default!;

    private bool NeedsApproval =>
        region.Length > 0 && new RestrictionOrder { Region = new Jurisdiction(region), FacilityId = single?.Id }.CoversSeveralDistricts();

    protected override async Task OnInitializedAsync()
    {
        var me = await Callers.Get();
        from = (KoreanDay.Of(Time.GetUtcNow()) + 1).ToString();
        if (FacilityId is { } facility)
        {
            var answer = await Register.Ask(() => Register.Grain<IFacilityGrain>(FacilityKey.Of(facility)).View(me));
            if (answer.Status == AnswerStatus.NotFound)
            {
                Navigation.NotFound();
                return;
            }
            single = answer.Value;
            trouble = Texts.Outcome(Answer.Of(answer.Status));
            region = single?.Facts.District ?? "";
        }
        caller = me;
    }

    // The official must submit exactly what was previewed, so each change discards the preview.
    private void Touch(Action change)
    {
        change();
        looked = null;
    }

    private RestrictionOrder? Order()
    {
        var typed = new TypedFields();
        var order = new RestrictionOrder
        {
            Id = id,
            Effect = effect,
            Region = new Jurisdiction(typed.Text("Region", region)),
            Types = [.. types],
            FacilityId = single is null ? null : FacilityId,
            From = typed.Day("From", from),
            GuidanceUntil = effect == RestrictionEffect.Require ? typed.OptionalDay("GuidanceUntil", guidance) : null,
            Until = typed.OptionalDay("Until", until),
            Title = typed.Text("Title", title),
        };
        errors = typed.Errors;
        return errors.IsEmpty ? order : null;
    }

    private async Task Look()
    {
        errors = [];
        trouble = null;
        if (Order() is not { } order)
        {
            return;
        }
        var answer = await Register.Ask(() => Register.Grain<IDirectoryGrain>(IDirectoryGrain.Key).Preview(caller!, order, 0, Shown));
        looked = answer.Value;
        errors = answer.Errors.IsDefault ? [] : answer.Errors;
        trouble = answer.Status == AnswerStatus.Invalid ? null : Texts.Outcome(Answer.Of(answer.Status));
    }

    private async Task Enter()
    {
        if (Order() is not { } order || looked is not { } impact || !await Confirm(order, impact))
        {
            return;
        }
        var policy = Register.Grain<IPolicyGrain>(IPolicyGrain.Key);
        Answer answer;
        if (NeedsApproval)
        {
            await Confirmations.Propose(TwoPersonAction.RestrictionOrder, order.Id, await Officials.Get());
            answer = await Register.Change(() => policy.ProposeOrder(caller!, order));
        }
        else
        {
            answer = await Register.Change(() => policy.AddOrder(caller!, order));
        }
        if (answer.Status == AnswerStatus.Done)
        {
            Snackbar.Add(
                NeedsApproval ? Texts["The order was proposed. An approver confirms it."] : Texts["The order was saved."],
                Severity.Success
            );
            Navigation.NavigateTo("/policy");
            return;
        }
        errors = answer.Errors;
        trouble = answer.Status == AnswerStatus.Invalid ? null : Texts.Outcome(answer);
    }

    private Task<bool> Confirm(RestrictionOrder order, OrderImpact impact) =>
        Dialogs.Confirm(
            NeedsApproval ? Texts["Propose this order?"] : Texts["Enter this order?"],
            NeedsApproval
                ? Texts["It takes effect after an approver confirms it, within {0} days.", IProposal.OpenDays]
                : Texts["It takes effect on its first day and can only be withdrawn afterwards."],
            NeedsApproval ? Texts["Propose order"] : Texts["Save order"],
            Texts["Cancel"],
            PolicyTexts.Details(order, impact)
        );

    private string? Error(string field) =>
        errors.FirstOrDefault(error => error.Field == field) is { Field: not null } error ? Texts.Problem(error) : null;
}
