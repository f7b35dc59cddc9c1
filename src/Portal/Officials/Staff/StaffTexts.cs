using KiPass.Portal.Officials.Store;
using KiPass.Portal.Shared.Accounts;
using KiPass.Portal.Shared.Facilities;
using KiPass.Portal.Shared.Language;
using Microsoft.Extensions.Localization;

namespace KiPass.Portal.Officials.Staff;

/// <summary>Texts of the staff page.</summary>
internal static class StaffTexts
{
    /// <summary>What a proposal changes, as a sentence.</summary>
    public static string Change(this IStringLocalizer<Texts> texts, StaffProposalRow row, IReadOnlyList<Account> accounts)
    {
        var account = accounts.FirstOrDefault(one => one.Id == row.AccountId);
        var name = account is null ? "" : $"{account.Name} ({account.Email})";
        return row.Kind switch
        {
            StaffChangeKind.Invite => texts[
                "Invite {0} as {1} ({2})",
                row.Email,
                texts[$"{row.Role}"].Value,
                FacilityTexts.Region(row.District, texts)
            ],
            StaffChangeKind.ChangeRole => texts[
                "Make {0} {1} ({2})",
                name,
                texts[$"{row.Role}"].Value,
                FacilityTexts.Region(row.District, texts)
            ],
            StaffChangeKind.ResetSecondFactor => texts["Reset the second factor of {0}", name],
            _ => texts["Enable {0} again", name],
        };
    }
}
