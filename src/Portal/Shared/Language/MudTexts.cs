using Microsoft.Extensions.Localization;
using MudBlazor;

namespace KiPass.Portal.Shared.Language;

/// <summary>Korean translations of MudBlazor's texts (<c>MudTexts.ko.resx</c>). English is built in.</summary>
internal sealed class MudTexts(IStringLocalizer<MudTexts> texts) : MudLocalizer
{
    public override LocalizedString this[string key] => texts[key];
}
