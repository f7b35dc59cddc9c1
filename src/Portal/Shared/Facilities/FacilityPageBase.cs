using KiPass.Contracts.Access;
using KiPass.Contracts.Facilities;
using KiPass.Portal.Shared.Language;
using KiPass.Portal.Shared.Register;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using MudBlazor;

namespace KiPass.Portal.Shared.Facilities;

/// <summary>Base class of a page about one facility. It loads the facility from its grain as the signed-in caller.</summary>
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

    /// <summary>The facility. Null until the register responds.</summary>
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

    /// <summary>Loads further data of a page. Runs after the register has confirmed that the caller may see the facility.</summary>
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

    /// <summary>Makes a change, shows the outcome, and reloads the facility if the change succeeded.</summary>
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
