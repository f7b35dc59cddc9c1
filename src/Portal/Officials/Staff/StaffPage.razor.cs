using KiPass.Portal.Officials.Access;
using KiPass.Portal.Officials.Agency;
using KiPass.Portal.Officials.Store;
using KiPass.Portal.Shared.Accounts;
using KiPass.Portal.Shared.Controls;
using KiPass.Portal.Shared.Language;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using MudBlazor;

namespace KiPass.Portal.Officials.Staff;

public sealed partial class StaffPage
{
    private StaffOverview overview = new([], [], []);
    private Official administrator = default!;
    private StaffChangeForm? form;
    private Account? changed;
    private (StaffChangeKind Kind, StaffOutcome Outcome)? proposed;

    [Inject]
    private StaffService Staff { get; set; } = default!;

    [Inject]
    private AgencySettings Agency { get; set; } = default!;

    [Inject]
    private CurrentOfficial Officials { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    [Inject]
    private IDialogService Dialogs { get; set; } = default!;

    [Inject]
    private ISnackbar Snackbar { get; set; } = default!;

    private Uri Portal => new(Navigation.BaseUri);

    private LocalizedString Withdrawn => Texts["Withdrawn."];

    private LocalizedString Declined => Texts["Declined."];

    private LocalizedString Sent => Texts["The link was sent to the invited address."];

    protected override async Task OnInitializedAsync()
    {
        administrator = await Officials.Get();
        overview = await Staff.Overview();
    }

    private async Task Propose(StaffChange change)
    {
        var outcome = await Do(() => Staff.Propose(administrator, change), Texts["Proposed. Another administrator confirms it."]);
        proposed = (change.Kind, outcome);
        if (outcome == StaffOutcome.Done)
        {
            changed = null;
            form?.Clear();
        }
    }

    private async Task Confirm(StaffProposalRow proposal)
    {
        var sure = await Dialogs.Confirm(
            Texts["Confirm this change?"],
            Texts["You share the responsibility with the administrator who proposed it. Both of you are recorded."],
            Texts["Confirm"],
            Texts["Cancel"]
        );
        if (sure)
        {
            await Do(
                () => Staff.Confirm(administrator, proposal.Id, Portal),
                proposal.Kind == StaffChangeKind.Invite ? Sent : Texts["Confirmed. The change is in effect."]
            );
        }
    }

    private async Task Disable(Account account)
    {
        var sure = await Dialogs.Confirm(
            Texts["Disable {0}?", account.Name],
            Texts["All sessions end immediately. Two administrators are needed to enable the account again."],
            Texts["Disable account"],
            Texts["Cancel"]
        );
        if (sure)
        {
            await Do(() => Staff.Disable(administrator, account.Id), Texts["The account was disabled."]);
        }
    }

    private async Task<StaffOutcome> Do(Func<Task<StaffOutcome>> act, LocalizedString done)
    {
        var outcome = await act();
        if (outcome is not (StaffOutcome.InvalidEmail or StaffOutcome.AlreadyStaff or StaffOutcome.InvalidDistrict))
        {
            Snackbar.Add(
                outcome == StaffOutcome.Done ? done : Texts[$"staff {outcome}"],
                outcome == StaffOutcome.Done ? Severity.Success : Severity.Error
            );
        }
        overview = await Staff.Overview();
        return outcome;
    }

    // These are displayed at their field of the form.
    private string? Wrong(StaffChangeKind kind, params StaffOutcome[] outcomes) =>
        proposed is { } last && last.Kind == kind && outcomes.Contains(last.Outcome) ? Texts[$"staff {last.Outcome}"].Value : null;

    private string Name(Guid id) => overview.Accounts.FirstOrDefault(account => account.Id == id)?.Name ?? Texts["deleted account"];
}
