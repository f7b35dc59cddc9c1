using Microsoft.Extensions.Localization;

namespace KiPass.Portal.Shared.Language;

/// <summary>
/// The texts of both portals, from <c>Texts.{Part}.ko.resx</c> and <c>Texts.{Part}.en.resx</c>. The key is the English text, or a prefix
/// and the name of a value (<c>stage Active</c>). A test reports keys that are missing in a language.
/// </summary>
public sealed class Texts(IStringLocalizerFactory factory) : IStringLocalizer<Texts>
{
    /// <summary>The <c>{Part}</c> of the file names. Each key is in exactly one part.</summary>
    public static readonly string[] Parts =
    [
        "Common",
        "Accounts",
        "Facilities",
        "Owners",
        "Officials",
        "Compliance",
        "Traces",
        "Audit",
        "Tasks",
    ];

    private readonly IStringLocalizer[] parts =
    [
        .. Parts.Select(part => factory.Create($"Language.{nameof(Texts)}.{part}", typeof(Texts).Assembly.GetName().Name!)),
    ];

    /// <inheritdoc/>
    public LocalizedString this[string name] => Find(part => part[name]) ?? new LocalizedString(name, name, resourceNotFound: true);

    /// <inheritdoc/>
    public LocalizedString this[string name, params object[] arguments] => Find(part => part[name, arguments]) ?? parts[0][name, arguments];

    /// <inheritdoc/>
    public IEnumerable<LocalizedString> GetAllStrings(bool includeParentCultures) =>
        parts.SelectMany(part => part.GetAllStrings(includeParentCultures));

    private LocalizedString? Find(Func<IStringLocalizer, LocalizedString> look)
    {
        foreach (var part in parts)
        {
            if (look(part) is { ResourceNotFound: false } found)
            {
                return found;
            }
        }
        return null;
    }
}

/// <summary>Registers <see cref="Texts"/>.</summary>
public static class TextsExtensions
{
    public static IServiceCollection AddTexts(this IServiceCollection services) =>
        services.AddLocalization().AddSingleton<IStringLocalizer<Texts>, Texts>();
}
