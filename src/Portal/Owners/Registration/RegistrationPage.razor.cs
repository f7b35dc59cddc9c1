using System.Collections.Immutable;
using System.Globalization;
using KiPass.Contracts.Access;
using KiPass.Contracts.Facilities;
using KiPass.Contracts.Policy;
using KiPass.Portal.Owners.Facilities;
using KiPass.Portal.Shared.Controls;
using KiPass.Portal.Shared.Facilities;
using KiPass.Portal.Shared.Layout;
using KiPass.Portal.Shared.Register;
using KiPass.Tokens;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace KiPass.Portal.Owners.Registration;

/// <summary>The registration stepper. Every change is saved as a draft in the register, and the obligation is evaluated again.</summary>
public sealed partial class RegistrationPage
{
    private Caller caller = default!;
    private FacilityFacts? facts;
    private string reason = "";
    private bool unavailable;
    private int step;
    private int reached;
    private bool unproven;
    private bool certificateMissing;
    private string opened = "";
    private string savedText = "";
    private ImmutableArray<FieldError> errors = [];
    private Obligation? obligation;
    private ElementReference title;

    [Parameter]
    public Guid FacilityId { get; set; }

    [Inject]
    private RegisterCalls Register { get; set; } = default!;

    [Inject]
    private CurrentCaller Callers { get; set; } = default!;

    [Inject]
    private FacilityPhones Phones { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    [Inject]
    private ISnackbar Snackbar { get; set; } = default!;

    [Inject]
    private TimeProvider Time { get; set; } = default!;

    private IFacilityGrain Facility => Register.Grain<IFacilityGrain>(FacilityKey.Of(FacilityId));

    private KoreanDay Today => KoreanDay.Of(Time.GetUtcNow());

    protected override async Task OnInitializedAsync()
    {
        caller = await Callers.Get();
        var answer = await Register.Ask(() => Facility.View(caller));
        unavailable = answer.Status == AnswerStatus.Unavailable;
        if (unavailable)
        {
            return;
        }
        if (answer.Value is not { MyRole: MemberRole.Owner or MemberRole.Manager } view)
        {
            Navigation.NotFound();
            return;
        }
        if (view.Stage != FacilityState.Draft)
        {
            Navigation.NavigateTo($"/facilities/{FacilityId}");
            return;
        }
        (facts, reason) = (view.Facts, view.Reason);
        opened = facts.OpenedOn is { } day ? KoreanTime.Day(day) : "";
        var missing = FacilityFactsRules.Check(facts, Today.Date);
        reached = missing.Select(RegistrationSteps.Of).DefaultIfEmpty(RegistrationSteps.Count - 1).Min();
        if (reached > RegistrationSteps.Contact && !await IsPhoneProven())
        {
            reached = RegistrationSteps.Contact;
        }
        step = reached;
        await AskObligation();
    }

    private Task<bool> IsPhoneProven() => Phones.IsProven(Guid.Parse(caller.AccountId), facts!.Phone);

    private async Task Set(FacilityFacts changed)
    {
        unproven &= changed.Phone == facts?.Phone;
        facts = changed;
        await Save();
        await AskObligation();
    }

    // What was typed stays in the field, also if it is no day.
    private Task Opened(string typed)
    {
        opened = typed;
        return Set(facts! with { OpenedOn = DayText.Parse(typed) is { } day ? DateOnly.FromDateTime(day) : null });
    }

    private async Task<bool> Save()
    {
        var answer = await Register.Change(() => Facility.SaveDraft(caller, facts!));
        if (answer.Status is AnswerStatus.NotFound or AnswerStatus.Refused)
        {
            Navigation.NotFound();
            return false;
        }
        savedText = Texts.Outcome(answer) ?? Texts["Saved at {0}", KoreanTime.Minute(Time.GetUtcNow())];
        errors = [.. errors.Where(error => FacilityFactsRules.Check(FacilityFactsRules.Normalize(facts!), Today.Date).Contains(error))];
        return answer.Status == AnswerStatus.Done;
    }

    private async Task AskObligation()
    {
        if (facts is not { Type.Length: > 0, District.Length: > 0 })
        {
            obligation = null;
            return;
        }
        var profile = new ObligationProfile(null, facts.Type, facts.District, facts.Capacity ?? 0, facts.Indoor, facts.Standing);
        obligation = (await Register.AskPlain(() => Register.Grain<IPolicyGrain>(IPolicyGrain.Key).On(profile, Today))).Value;
    }

    private async Task Next()
    {
        facts = FacilityFactsRules.Normalize(facts!);
        errors = [.. RegistrationSteps.Of(step, FacilityFactsRules.Check(facts, Today.Date))];
        var saved = await Save();
        unproven = step == RegistrationSteps.Contact && errors.IsEmpty && !await IsPhoneProven();
        if (saved && errors.IsEmpty && !unproven)
        {
            await GoTo(step + 1);
        }
    }

    private async Task GoTo(int number)
    {
        step = number;
        reached = Math.Max(reached, number);
        await title.FocusAsync();
    }

    private async Task Send()
    {
        if (!await IsPhoneProven())
        {
            unproven = true;
            await GoTo(RegistrationSteps.Contact);
            return;
        }
        var certificate = await Register.Ask(() => Register.Grain<ICertificateGrain>(CertificateKey.Of(FacilityId)).GivenAt(caller));
        certificateMissing = certificate is { Status: AnswerStatus.Done, Value: null };
        if (certificateMissing)
        {
            return;
        }
        var answer = await Register.Change(() => Facility.Submit(caller));
        if (answer.Status == AnswerStatus.Done)
        {
            Navigation.NavigateTo($"/facilities/{FacilityId}");
            return;
        }
        if (answer.Status == AnswerStatus.Invalid)
        {
            errors = answer.Errors;
            step = answer.Errors.Select(RegistrationSteps.Of).Min();
            return;
        }
        Snackbar.Add(Texts.Outcome(answer)!, Severity.Error);
    }

    private string? Error(string field) =>
        field == nameof(FacilityFacts.OpenedOn) && opened.Length > 0 && facts?.OpenedOn is null && errors.Any(error => error.Field == field)
            ? Texts.Problem(new FieldError(field, FieldProblem.Malformed))
            : Found(field);

    private string? Found(string field) =>
        errors.FirstOrDefault(error => error.Field == field) is { Field: not null } error ? Texts.Problem(error)
        : unproven && field == nameof(FacilityFacts.Phone) ? Texts["Verify this number first. Request a code below and enter it."].Value
        : null;
}
