using KiPass.Portal.Shared.Language;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;

namespace KiPass.Portal.Shared.Accounts.Pages;

/// <summary>A page that is rendered by the server alone: its form posts, and the answer is the page again or another one.</summary>
public abstract class FormPage : ComponentBase
{
    private readonly Dictionary<string, string> wrong = [];

    [CascadingParameter]
    protected HttpContext Http { get; set; } = default!;

    [Inject]
    protected NavigationManager Navigation { get; set; } = default!;

    [Inject]
    private IStringLocalizer<Texts> Texts { get; set; } = default!;

    /// <summary>Says at a field what is wrong with it.</summary>
    protected void Refuse(string field, string text) => wrong[field] = text;

    protected string? Wrong(string field) => wrong.TryGetValue(field, out var text) ? Texts[text].Value : null;
}
