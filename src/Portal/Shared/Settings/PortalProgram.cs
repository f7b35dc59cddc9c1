using System.Reflection;
using KiPass.Contracts.Access;

namespace KiPass.Portal.Shared.Settings;

/// <summary>The differences between the owners' and the officials' portal. Each program passes its values to this library.</summary>
public sealed record PortalProgram
{
    /// <summary><c>Owners</c> or <c>Officials</c>. Must never change, because stored names (protected data, cookies) contain it.</summary>
    public required string Name { get; init; }

    /// <summary>As which portal it calls the register.</summary>
    public required CallingPortal Caller { get; init; }

    /// <summary>The program's assembly, with its pages and the SQL scripts of its store.</summary>
    public required Assembly Assembly { get; init; }

    /// <summary>File name of the SQLite database, used when no PostgreSQL is configured.</summary>
    public required string DatabaseFile { get; init; }

    /// <summary>The title in the header, as a resource key.</summary>
    public required string Title { get; init; }

    /// <summary>Address of the page that opens after sign-in.</summary>
    public required string HomeAddress { get; init; }

    public required IReadOnlyList<MenuEntry> Menu { get; init; }

    /// <summary>Additional style sheets of the program, relative to its <c>wwwroot</c>.</summary>
    public IReadOnlyList<string> StyleSheets { get; init; } = [];

    /// <summary>A component in the header for members, such as a search; null: none.</summary>
    public Type? HeaderComponent { get; init; }

    public required AccentColour Accent { get; init; }

    /// <summary>Sliding lifetime of a session: it expires this long after its last use.</summary>
    public required TimeSpan SessionLifetime { get; init; }

    /// <summary>Default of the setting that ends a session this long after the sign-in, whether it is used or not.</summary>
    public TimeSpan LongestSession { get; init; } = TimeSpan.FromHours(12);

    /// <summary>Whether members must sign in with a second factor.</summary>
    public bool RequiresSecondFactor { get; init; }

    /// <summary>Whether visitors can create an account without an invitation.</summary>
    public bool AllowsSignUp { get; init; }

    /// <summary>
    /// Prefix of cookie names and name in telemetry, for example <c>kipass-owners</c>. Cookies ignore ports, so two programs on one host
    /// need different prefixes.
    /// </summary>
    public string Slug => "kipass-" + Key;

    /// <summary>The name in lower case, as used in style sheets and settings.</summary>
    public string Key => Name.ToLowerInvariant();
}

/// <summary>An entry of the navigation menu. It is visible to users who satisfy its policy.</summary>
/// <param name="Address">Address of the page. The entry is highlighted on this page and on all pages below it.</param>
/// <param name="Title">The title, as a resource key.</param>
/// <param name="Policy">Name of the authorization policy.</param>
/// <param name="Icon">The icon, as one of MudBlazor's constants.</param>
public sealed record MenuEntry(string Address, string Title, string Policy, string? Icon = null);

/// <summary>The primary color in the light and in the dark theme, as <c>#RRGGBB</c>.</summary>
public sealed record AccentColour(string Light, string Dark);
