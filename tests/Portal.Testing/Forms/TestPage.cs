using System.Globalization;
using System.Security.Claims;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Bunit;
using KiPass.Contracts.Access;
using KiPass.Portal.Shared.Accounts;
using KiPass.Portal.Shared.Actions;
using KiPass.Portal.Shared.Language;
using KiPass.Portal.Shared.Register;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;
using MudBlazor;
using MudBlazor.Services;

namespace KiPass.Portal.Testing.Forms;

/// <summary>An interactive page for a signed-in account, in one language, without a browser. Fields and buttons are found by their texts.</summary>
public sealed class TestPage : BunitContext
{
    private IRenderedComponent<IComponent> page = null!;

    /// <param name="language"><c>ko</c> or <c>en</c>.</param>
    /// <param name="portal">The portal of the page.</param>
    /// <param name="user">Who is signed in.</param>
    /// <param name="register">The register's grains.</param>
    /// <param name="services">Services of the portal that the page uses.</param>
    public TestPage(string language, CallingPortal portal, ClaimsPrincipal user, FakeGrains register, IServiceProvider services)
    {
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language);
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddLogging().AddTexts().AddActions().AddMudServices();
        Services.AddSingleton(register.Client(portal)).AddScoped<RegisterCalls>().AddScoped<CurrentCaller>();
        Services.AddSingleton<AuthenticationStateProvider>(new SignedIn(user));
        Services.AddSingleton(services.GetRequiredService<TimeProvider>());
        Services.AddFallbackServiceProvider(services);
        Register = register;
    }

    /// <summary>The register's grains.</summary>
    public FakeGrains Register { get; }

    /// <summary>A principal as a session contains it.</summary>
    public static ClaimsPrincipal User(Guid id, AccountRole role, string district = "") =>
        new(
            new ClaimsIdentity(
                [
                    new(ClaimTypes.NameIdentifier, $"{id}"),
                    new(AccountClaims.Role, $"{role}"),
                    new(AccountClaims.Name, "김담당"),
                    new(AccountClaims.District, district),
                ],
                "test"
            )
        );

    /// <summary>Opens a page and waits until it shows a text.</summary>
    /// <param name="until">The text, as a resource key or as displayed.</param>
    /// <param name="parameters">Parameters of the page.</param>
    public void Open<TPage>(string until, params (string Name, object Value)[] parameters)
        where TPage : IComponent
    {
        page = Render(builder =>
        {
            builder.OpenComponent<MudPopoverProvider>(0);
            builder.CloseComponent();
            builder.OpenComponent<TPage>(1);
            foreach (var (name, value) in parameters)
            {
                builder.AddComponentParameter(2, name, value);
            }
            builder.CloseComponent();
            builder.OpenComponent<MudDialogProvider>(3);
            builder.CloseComponent();
        });
        Shows(until);
    }

    /// <summary>Enters a value into a field or selects an option.</summary>
    public async Task Type(string label, object value)
    {
        // As a browser does: a field listens to one of the two.
        var typed = new ChangeEventArgs { Value = value };
        var listens = await Heard(() => Field(label).InputAsync(typed));
        if (!await Heard(() => Field(label).ChangeAsync(typed)) && !listens)
        {
            throw new InvalidOperationException($"{label} cannot be changed.");
        }
    }

    private static async Task<bool> Heard(Func<Task> raise)
    {
        try
        {
            await raise();
            return true;
        }
        catch (MissingEventHandlerException)
        {
            return false;
        }
    }

    /// <summary>Ticks one of the boxes that have the same text.</summary>
    public Task Tick(string label, int index)
    {
        var boxes = Parsed().QuerySelectorAll(Fields).ToList();
        var box = boxes.Where(field => FormMessages.LabelOf(field) == Localizer[label].Value).ElementAt(index);
        return page.FindAll(Fields)[boxes.IndexOf(box)].ChangeAsync(new ChangeEventArgs { Value = true });
    }

    /// <summary>A text in the language of the page.</summary>
    public string Text(string key, params object[] arguments) => Localizer[key, arguments].Value;

    /// <summary>Name of a day in the language of the page.</summary>
    public static string Day(DayOfWeek day) => CultureInfo.CurrentUICulture.DateTimeFormat.GetDayName(day);

    /// <summary>Presses a button; the last one with this text, which is that of an open dialog. Ends when its action has ended.</summary>
    public Task Press(string button) => page.FindAll("button").Last(one => one.TextContent.Trim() == Localizer[button].Value).ClickAsync();

    /// <summary>Chooses a file.</summary>
    public void Upload(string name, byte[] content) =>
        page.FindComponent<InputFile>().UploadFiles(InputFileContent.CreateFromBinary(content, name));

    /// <summary>Waits for a text.</summary>
    public void Shows(string text) => page.WaitForState(() => Contains(text), TimeSpan.FromSeconds(20));

    /// <summary>Whether the page shows a text now.</summary>
    public bool Contains(string text) => Parsed().DocumentElement.TextContent.Contains(Localizer[text].Value, StringComparison.Ordinal);

    /// <summary>Checks that these fields are wrong, that each has one message, and that no message is shown elsewhere.</summary>
    public void Complains(params (string Label, string Message)[] expected)
    {
        FormMessages.Check(page.Markup, Localizer, expected);
        var elsewhere = Services.GetRequiredService<ISnackbar>().ShownSnackbars.FirstOrDefault(bar => bar.Severity == Severity.Error);
        if (elsewhere is not null)
        {
            throw new InvalidOperationException($"Shown away from the field: {elsewhere.Message}");
        }
    }

    /// <summary>The message that was announced last.</summary>
    public string? Announced() => Services.GetRequiredService<ISnackbar>().ShownSnackbars.LastOrDefault()?.Message;

    // Services can be added until the first one is taken.
    private IStringLocalizer<Texts> Localizer => Services.GetRequiredService<IStringLocalizer<Texts>>();

    private const string Fields = "input, select, textarea";

    private IElement Field(string label)
    {
        var name = Localizer[label].Value;
        var index = Parsed().QuerySelectorAll(Fields).ToList().FindIndex(field => FormMessages.LabelOf(field) == name);
        return index >= 0 ? page.FindAll(Fields)[index] : throw new InvalidOperationException($"No field is labelled {name}.");
    }

    private IHtmlDocument Parsed() => new HtmlParser().ParseDocument(page.Markup);

    private sealed class SignedIn(ClaimsPrincipal user) : AuthenticationStateProvider
    {
        public override Task<AuthenticationState> GetAuthenticationStateAsync() => Task.FromResult(new AuthenticationState(user));
    }
}
