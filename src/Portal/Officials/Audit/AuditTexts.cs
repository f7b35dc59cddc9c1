using System.Globalization;
using KiPass.Portal.Officials.Traces.Orders;
using Microsoft.Extensions.Localization;

namespace KiPass.Portal.Officials.Audit;

/// <summary>Formats audit entries as sentences in the user's language.</summary>
internal static class AuditTexts
{
    /// <summary>
    /// Kinds of entries in the authority's chain. Each has the resource keys <c>audit {kind}</c> (sentence) and <c>audit kind {kind}</c>
    /// (short name).
    /// </summary>
    public static readonly IReadOnlyList<string> Own =
    [
        "case-opened",
        "case-closed",
        "case-handed-over",
        "case-refused",
        "order-drafted",
        "order-submitted",
        "order-approved",
        "order-declined",
        "order-refused",
        "order-cancelled",
        "trace-begun",
        "trace-refused",
        "trace-ended",
        "trace-ended-in-part",
        "issuer-asked-again",
        "heads-kept",
        "line-list-opened",
        "line-list-not-authentic",
        "answer-not-authentic",
        "line-list-exported",
        "line-list-exported-in-part",
        "trace-compared",
        "rows-selected",
        "rows-deselected",
        "contact-status-changed",
        "contacts-assigned",
        "contacts-unassigned",
        "contact-note-changed",
        "destroyed",
        "key-rotated",
        "key-destroyed",
        "administrator-links-printed",
        "staff-proposed",
        "staff-confirmed",
        "staff-declined",
        "staff-invitation-sent",
        "staff-invitation-used",
        "staff-disabled",
        "staff-refused",
        "confirmation-refused",
        "agency-account-created",
        "agency-account-changed",
        "facility-approved",
        "facility-returned",
        "facility-suspended",
        "facility-resumed",
        "account-verified",
        "account-signed-in",
        "account-sign-ins-refused",
        "account-password-changed",
        "account-password-reset",
        "account-second-factor-enabled",
        "account-second-factor-disabled",
        "account-recovery-code-used",
        "account-passkey-added",
        "account-passkey-removed",
        "account-sessions-ended",
    ];

    /// <summary>
    /// Kinds of entries about orders in the register's chain. The resource key of the sentence is <c>register {kind}</c>.
    /// </summary>
    public static readonly IReadOnlyList<string> OfRegister =
    [
        "trace-begun",
        "trace-refused",
        "subjects-asked",
        "subjects-answered",
        "subjects-refused",
        "siblings-asked",
        "siblings-answered",
        "siblings-refused",
        "identities-asked",
        "identities-answered",
        "trace-cancelled",
        "trace-too-large",
        "trace-cut",
        "trace-ran-out",
        "trace-completed",
        "trace-completed-in-part",
        "trace-asked-again",
    ];

    // Names of the facts for the placeholders {0}, {1}, … of each sentence.
    private static readonly Dictionary<string, string[]> Places = new()
    {
        ["audit case-opened"] = ["by", "district"],
        ["audit case-closed"] = ["by"],
        ["audit case-handed-over"] = ["by", "from", "to"],
        ["audit case-refused"] = ["by"],
        ["audit order-drafted"] = ["by"],
        ["audit order-submitted"] = ["by", "fromDay", "toDay", "maxContacts"],
        ["audit order-approved"] = ["by"],
        ["audit order-declined"] = ["by"],
        ["audit order-refused"] = ["by", "step", "reason"],
        ["audit order-cancelled"] = ["by"],
        ["audit trace-refused"] = ["reason"],
        ["audit trace-ended"] = ["how", "facilities", "contacts", "close", "paper", "issuers"],
        ["audit trace-ended-in-part"] = ["facilities", "contacts", "close", "paper", "missing"],
        ["audit issuer-asked-again"] = ["by", "issuer"],
        ["audit line-list-opened"] = ["by", "rows"],
        ["audit line-list-not-authentic"] = ["by"],
        ["audit answer-not-authentic"] = ["issuer"],
        ["audit line-list-exported"] = ["by", "format", "rows"],
        ["audit line-list-exported-in-part"] = ["by", "format", "rows", "missing"],
        ["audit trace-compared"] = ["by"],
        ["audit rows-selected"] = ["by", "rows"],
        ["audit rows-deselected"] = ["by", "rows"],
        ["audit contact-status-changed"] = ["by", "rows", "status"],
        ["audit contacts-assigned"] = ["by", "rows", "account"],
        ["audit contacts-unassigned"] = ["by", "rows"],
        ["audit contact-note-changed"] = ["by", "rows"],
        ["audit destroyed"] = ["contacts"],
        ["audit administrator-links-printed"] = ["count"],
        ["audit staff-proposed"] = ["by", "change", "account", "role", "district"],
        ["audit staff-confirmed"] = ["by", "change", "account", "role", "district", "proposedBy"],
        ["audit staff-declined"] = ["by", "change", "account", "role", "district"],
        ["audit staff-invitation-sent"] = ["by", "role", "district"],
        ["audit staff-invitation-used"] = ["by", "role"],
        ["audit staff-disabled"] = ["by", "account"],
        ["audit staff-refused"] = ["by", "reason"],
        ["audit confirmation-refused"] = ["by", "action"],
        ["audit account-sign-ins-refused"] = ["by", "count", "reasons"],
        ["audit agency-account-created"] = ["by", "role", "district"],
        ["audit agency-account-changed"] = ["by", "role", "district"],
        ["audit facility-approved"] = ["by"],
        ["audit facility-returned"] = ["by"],
        ["audit facility-suspended"] = ["by"],
        ["audit facility-resumed"] = ["by"],
        ["audit account-verified"] = ["by"],
        ["audit account-signed-in"] = ["by"],
        ["audit account-password-changed"] = ["by"],
        ["audit account-password-reset"] = ["by"],
        ["audit account-second-factor-enabled"] = ["by"],
        ["audit account-second-factor-disabled"] = ["by"],
        ["audit account-recovery-code-used"] = ["by"],
        ["audit account-passkey-added"] = ["by"],
        ["audit account-passkey-removed"] = ["by"],
        ["audit account-sessions-ended"] = ["by"],
        ["register trace-begun"] = ["fromDay", "toDay"],
        ["register trace-refused"] = ["reason"],
        ["register subjects-asked"] = ["issuer"],
        ["register subjects-answered"] = ["issuer", "outcome"],
        ["register subjects-refused"] = ["issuer", "reason"],
        ["register siblings-asked"] = ["issuer", "contacts"],
        ["register siblings-answered"] = ["issuer", "outcome", "contacts"],
        ["register siblings-refused"] = ["issuer", "reason"],
        ["register identities-asked"] = ["issuer", "contacts"],
        ["register identities-answered"] = ["issuer", "outcome", "contacts"],
        ["register trace-too-large"] = ["contacts"],
        ["register trace-cut"] = ["leftOut", "contacts"],
        ["register trace-completed"] = ["facilities", "contacts", "paper", "issuers"],
        ["register trace-completed-in-part"] = ["facilities", "contacts", "paper", "missing"],
        ["register trace-asked-again"] = ["missing"],
    };

    private static readonly string[] People = ["by", "account", "proposedBy"];

    /// <summary>Ids of the accounts that an entry refers to.</summary>
    public static IEnumerable<string> Accounts(ShownEntry entry) =>
        People.Select(fact => entry.Line.Facts.GetValueOrDefault(fact)).OfType<string>();

    /// <summary>Formats an entry as a sentence.</summary>
    /// <param name="texts">The localized resources.</param>
    /// <param name="entry">The entry.</param>
    /// <param name="ofRegister">Whether the entry is from the register's chain.</param>
    /// <param name="names">Account names by account id.</param>
    public static string Say(this IStringLocalizer texts, ShownEntry entry, bool ofRegister, IReadOnlyDictionary<string, string> names)
    {
        var key = $"{(ofRegister ? "register" : "audit")} {entry.Line.Kind}";
        if (texts[key] is { ResourceNotFound: true })
        {
            // A later version may write kinds that this version does not know. Show all of their facts.
            return $"{entry.Line.Kind}: {string.Join(", ", entry.Line.Facts.Select(fact => $"{fact.Key} {fact.Value}"))}";
        }
        var values = Places
            .GetValueOrDefault(key, [])
            .Select(fact => (object)Value(texts, fact, entry.Line.Facts.GetValueOrDefault(fact), names));
        return texts[key, [.. values]].Value;
    }

    private static string Value(IStringLocalizer texts, string fact, string? value, IReadOnlyDictionary<string, string> names) =>
        (fact, value) switch
        {
            (_, null) => "–",
            ("by" or "account" or "proposedBy", _) => names.GetValueOrDefault(value, texts["deleted account"]),
            ("district" or "from" or "to", _) => texts.Region(value),
            ("how", _) => Named(texts, "order", value),
            ("missing", _) => string.Join(", ", value.Split(", ").Select(issuer => Missing(texts, issuer))),
            ("outcome", _) => Named(texts, "issuer", value),
            ("reason", _) => texts[$"answer {value}"] is { ResourceNotFound: false } answer ? answer.Value
            : texts[$"staff {value}"] is { ResourceNotFound: false } staff ? staff.Value
            : texts[$"reason {value}"] is { ResourceNotFound: false } reason ? reason.Value
            : Named(texts, "refusal", value),
            ("role", _) => texts[value].Value,
            ("change" or "action", _) => Named(texts, fact, value),
            ("status", _) => Named(texts, "follow-up", value),
            ("step", _) => Named(texts, "audit step", value),
            ("contacts" or "leftOut" or "rows" or "count" or "facilities" or "close" or "paper" or "maxContacts", _)
                when int.TryParse(value, CultureInfo.InvariantCulture, out var number) => TraceTexts.Number(number),
            _ => value,
        };

    // For example 2:Refused:order-limit.
    private static string Missing(IStringLocalizer texts, string issuer) =>
        issuer.Split(':') switch
        {
            [var number, var answer, var code] => $"{number}: {Named(texts, "issuer", answer)} ({texts.Reason(code)})",
            [var number, var answer] => $"{number}: {Named(texts, "issuer", answer)}",
            _ => issuer,
        };

    private static string Named(IStringLocalizer texts, string prefix, string value) =>
        texts[$"{prefix} {value}"] is { ResourceNotFound: false } known ? known.Value : value;
}
