using KiPass.Portal.Shared.Language;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;

namespace KiPass.Portal.Shared.Accounts.Pages;

/// <summary>A statically rendered page. Its form is posted, and the response is the same page or a redirect.</summary>
public abstract class FormPage : ComponentBase
{
    private readonly Dictionary<string, string> wrong = [];

    [CascadingParameter]
    protected HttpContext Http { get; set; } = default!;

    [Inject]
    protected NavigationManager Navigation { get; set; } = default!;

    [Inject]
    private IStringLocalizer<Texts> Texts { get; set; } = default!;

    /// <summary>Shows an error at a field.</summary>
    protected void Refuse(string field, string text) => wrong[field] = text;

    protected bool IsRefused => wrong.Count > 0;

    protected string? Wrong(string field) => wrong.TryGetValue(field, out var text) ? Texts[text].Value : null;
}
