using System.Reflection;

namespace KiPass.Portal.Shared.Settings;

/// <summary>What one portal program passes to this library: everything in which the owners' and the officials' portal differ.</summary>
public sealed record PortalProgram
{
    /// <summary><c>Owners</c> or <c>Officials</c>. Part of stored names (protected data, cookies): never changes.</summary>
    public required string Name { get; init; }

    /// <summary>The program: its pages and the SQL scripts of its own store.</summary>
    public required Assembly Assembly { get; init; }

    /// <summary>File name of the database when no PostgreSQL is set.</summary>
    public required string DatabaseFile { get; init; }

    /// <summary>Shown in the header; a key of the resources.</summary>
    public required string Title { get; init; }

    /// <summary>Address of the page after signing in.</summary>
    public required string HomeAddress { get; init; }

    public required IReadOnlyList<MenuEntry> Menu { get; init; }

    /// <summary>Style sheets of the program's own, below its <c>wwwroot</c>.</summary>
    public IReadOnlyList<string> StyleSheets { get; init; } = [];

    public required AccentColour Accent { get; init; }

    /// <summary>A session ends this long after its last use.</summary>
    public required TimeSpan SessionLifetime { get; init; }

    /// <summary>Whether members must have signed in with a second factor.</summary>
    public bool RequiresSecondFactor { get; init; }

    /// <summary>Whether visitors may make an account without an invitation.</summary>
    public bool AllowsSignUp { get; init; }

    /// <summary>Prefix of cookies and name in telemetry, for example <c>kipass-owners</c>. Cookies ignore ports: two programs on one host need their own.</summary>
    public string Slug => "kipass-" + Key;

    /// <summary>The name in lower case, as style sheets and settings have it.</summary>
    public string Key => Name.ToLowerInvariant();
}

/// <summary>An entry of the navigation menu, shown to those whom its policy admits.</summary>
/// <param name="Address">The page; the entry is marked on all pages below it.</param>
/// <param name="Title">A key of the resources.</param>
/// <param name="Policy">Name of an authorization policy.</param>
public sealed record MenuEntry(string Address, string Title, string Policy);

/// <summary>The primary colour in the light and in the dark theme, as <c>#RRGGBB</c>; <c>css/base.css</c> has the same.</summary>
public sealed record AccentColour(string Light, string Dark);
