using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace KiPass.Portal.Shared.Controls;

/// <summary>Dialogs before an action that has consequences for others or cannot be undone.</summary>
public static class Dialogs
{
    /// <summary>Asks for confirmation. True if the user confirms.</summary>
    /// <param name="details">What the action changes, in detail.</param>
    public static async Task<bool> Confirm(
        this IDialogService dialogs,
        string title,
        string consequence,
        string yes,
        string no,
        RenderFragment? details = null
    )
    {
        var parameters = new DialogParameters<ConfirmDialog>
        {
            { dialog => dialog.Consequence, consequence },
            { dialog => dialog.Yes, yes },
            { dialog => dialog.No, no },
            { dialog => dialog.Details, details },
        };
        var dialog = await dialogs.ShowAsync<ConfirmDialog>(title, parameters);
        return await dialog.Result is { Canceled: false };
    }

    /// <summary>Asks for a reason. Null if the user cancels.</summary>
    public static async Task<string?> Reason(
        this IDialogService dialogs,
        string title,
        string consequence,
        string yes,
        string no,
        string label,
        bool needed
    )
    {
        var parameters = new DialogParameters<ConfirmDialog>
        {
            { dialog => dialog.Consequence, consequence },
            { dialog => dialog.Yes, yes },
            { dialog => dialog.No, no },
            { dialog => dialog.ReasonLabel, label },
            { dialog => dialog.ReasonNeeded, needed },
        };
        var dialog = await dialogs.ShowAsync<ConfirmDialog>(title, parameters);
        return await dialog.Result is { Canceled: false, Data: string reason } ? reason : null;
    }
}
