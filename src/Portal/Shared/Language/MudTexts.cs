using Microsoft.Extensions.Localization;
using MudBlazor;

namespace KiPass.Portal.Shared.Language;

/// <summary>MudBlazor's own words in Korean (<c>MudTexts.ko.resx</c>); its English is built in.</summary>
internal sealed class MudTexts(IStringLocalizer<MudTexts> texts) : MudLocalizer
{
    public override LocalizedString this[string key] => texts[key];
}
