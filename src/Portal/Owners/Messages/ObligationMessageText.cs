using System.Globalization;
using KiPass.Contracts.Facilities;
using KiPass.Portal.Shared.Facilities;
using KiPass.Portal.Shared.Language;
using KiPass.Portal.Shared.Settings;
using Microsoft.Extensions.Localization;

namespace KiPass.Portal.Owners.Messages;

/// <summary>The text of a message about an obligation, in Korean and then in English, because accounts have no language setting.</summary>
internal sealed class ObligationMessageText(IStringLocalizer<Texts> texts, PortalSettings settings)
{
    public string Say(FacilityOutlook outlook, KnownObligation now, ObligationUpdate news)
    {
        var before = CultureInfo.CurrentUICulture;
        try
        {
            return $"{In("ko", outlook, now, news)}\n{In("en", outlook, now, news)}\n{Link(outlook)}";
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }

    private string In(string language, FacilityOutlook outlook, KnownObligation now, ObligationUpdate news)
    {
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language);
        var said = new List<string>();
        if (news.ChangedFrom is { } earlier)
        {
            said.Add(
                texts[
                    "The obligation to keep the electronic log has changed: {0} → {1}.",
                    texts[$"obligation {earlier}"].Value,
                    texts[$"obligation {now.Kind}"].Value
                ]
            );
            said.Add(Reason(outlook.Today.Title.In()));
        }
        if (news.Withdrawn is { } day)
        {
            said.Add(
                texts[
                    "The change announced for {0} will not take place. The obligation remains: {1}.",
                    day,
                    texts[$"obligation {now.Kind}"].Value
                ]
            );
        }
        if (news.Announced && outlook.Next is { } next)
        {
            said.Add(
                texts[
                    "The obligation to keep the electronic log changes on {0}: {1} → {2}.",
                    next.From,
                    texts[$"obligation {now.Kind}"].Value,
                    texts[$"obligation {next.Obligation.Kind}"].Value
                ]
            );
            said.Add(Reason(next.Obligation.Title.In()));
        }
        return $"[KI-Pass] {outlook.Name}: {string.Join(' ', said.Where(sentence => sentence.Length > 0))}";
    }

    private string Reason(string title) => title.Length == 0 ? "" : texts["Based on: {0}.", title];

    private Uri Link(FacilityOutlook outlook) => new(settings.PublicUrl ?? settings.OwnersUrl, $"/facilities/{outlook.Id}");
}
