using KiPass.Portal.Shared.Accounts;
using KiPass.Portal.Shared.Accounts.Messages;
using KiPass.Portal.Shared.Settings;

namespace KiPass.Portal.Officials.Staff;

/// <summary>Sends the links of invitations. No page shows a link to an administrator.</summary>
internal sealed class StaffMessages(IMessageSender messages, PortalSettings settings)
{
    /// <summary>Sends the link to the invited address.</summary>
    /// <returns>False if the gateway certainly did not accept the message.</returns>
    public Task<bool> Send(StaffInvitation invitation, Uri portal)
    {
        var link = new Uri(settings.PublicUrl ?? portal, $"/account/invitation/{invitation.Secret}");
        return messages.Send(
            Invitations.InboxOf(invitation.Email),
            invitation.Email,
            $"[KI-Pass] 담당자로 초대되었습니다. 7일 안에 이 링크를 열어 주십시오. · You are invited to the staff. Open this link within 7 days: {link}"
        );
    }
}
