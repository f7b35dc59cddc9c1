namespace KiPass.Portal.Shared.Accounts.Messages;

/// <summary>Brings a short text to a phone or an e-mail address.</summary>
public interface IMessageSender
{
    /// <param name="accountId">Whose message it is; the simulated inbox shows it to nobody else.</param>
    /// <param name="to">Phone in E.164 or e-mail address.</param>
    /// <returns>False when it was certainly not taken; true when it was, and when nobody can say.</returns>
    Task<bool> Send(Guid accountId, string to, string text);
}
