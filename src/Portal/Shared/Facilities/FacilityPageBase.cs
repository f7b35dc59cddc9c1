using KiPass.Contracts.Access;
using KiPass.Contracts.Facilities;
using KiPass.Portal.Shared.Language;
using KiPass.Portal.Shared.Register;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using MudBlazor;

namespace KiPass.Portal.Shared.Facilities;

/// <summary>A page of one facility: it asks the facility's grain with the signed-in caller and shows what that says.</summary>
public abstract class FacilityPageBase : ComponentBase
{
    [Parameter]
    public Guid FacilityId { get; set; }

    [Inject]
    protected RegisterCalls Register { get; set; } = default!;

    [Inject]
    protected CurrentCaller Callers { get; set; } = default!;

    [Inject]
    protected NavigationManager Navigation { get; set; } = default!;

    [Inject]
    protected ISnackbar Snackbar { get; set; } = default!;

    [Inject]
    private IStringLocalizer<Texts> Texts { get; set; } = default!;

    protected Caller Caller { get; private set; } = default!;

    /// <summary>Null until the register has answered, and when it does not.</summary>
    protected FacilityView? View { get; private set; }

    protected bool Unavailable { get; private set; }

    protected bool Leads => View?.MyRole is MemberRole.Owner or MemberRole.Manager;

    protected bool Owns => View?.MyRole is MemberRole.Owner;

    protected IFacilityGrain Facility => Register.Grain<IFacilityGrain>(FacilityKey.Of(FacilityId));

    protected override async Task OnInitializedAsync()
    {
        Caller = await Callers.Get();
        await Load();
        if (View is not null)
        {
            await Loaded();
        }
    }

    /// <summary>Further questions of a page, once its facility is known to be the caller's.</summary>
    protected virtual Task Loaded() => Task.CompletedTask;

    protected async Task Load()
    {
        var answer = await Register.Ask(() => Facility.View(Caller));
        Unavailable = answer.Status == AnswerStatus.Unavailable;
        if (answer.Status is AnswerStatus.NotFound or AnswerStatus.Refused)
        {
            Navigation.NotFound();
            return;
        }
        View = answer.Value ?? View;
    }

    /// <summary>Changes something, says how it went, and shows the facility as it is then.</summary>
    protected async Task<Answer> Do(Func<ValueTask<Answer>> change, string? done = null)
    {
        var answer = await Register.Change(change);
        if (Texts.Outcome(answer) is { } trouble)
        {
            Snackbar.Add(trouble, Severity.Error);
        }
        else
        {
            if (done is not null)
            {
                Snackbar.Add(Texts[done], Severity.Success);
            }
            await Load();
        }
        return answer;
    }
}
