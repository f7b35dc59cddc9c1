namespace KiPass.Portal.Shared.Accounts.Messages;

/// <summary>Sends a short text to a phone or an e-mail address.</summary>
public interface IMessageSender
{
    /// <param name="accountId">The recipient's account. The simulated inbox shows the message only to this account.</param>
    /// <param name="to">A phone number (E.164) or an e-mail address.</param>
    /// <returns>False if the gateway certainly did not accept the message; true if it did or if the result is unknown.</returns>
    Task<bool> Send(Guid accountId, string to, string text);
}
