using KiPass.Portal.Officials.Store;

namespace KiPass.Portal.Officials.Access;

/// <summary>
/// Applies <see cref="TwoPeople"/> to actions whose state is in the register, such as exemptions. The register compares only the accounts.
/// </summary>
internal sealed class Confirmations(Ledger ledger)
{
    /// <summary>Records the first step. Call it before the register, so that no step is without its record.</summary>
    public Task Propose(TwoPersonAction action, Guid id, Official official) =>
        ledger.Change(
            async entries =>
            {
                await entries.RecordStep(action, id, official);
                return true;
            },
            overtaken: true
        );

    /// <summary>Whether the official may confirm. A refusal is recorded in the audit log.</summary>
    /// <param name="action">The kind of action.</param>
    /// <param name="id">The exemption or other proposal.</param>
    /// <param name="proposedBy">Account ID of the official who proposed it, as the register reports it.</param>
    /// <param name="official">The official who confirms.</param>
    public Task<bool> Allow(TwoPersonAction action, Guid id, string proposedBy, Official official) =>
        ledger.Change(
            async entries =>
            {
                if (Guid.TryParse(proposedBy, out var proposer) && await entries.IsAnotherPerson(action, id, [proposer], official))
                {
                    return true;
                }
                entries.Note("confirmation-refused", null, ("by", $"{official.Id}"), ("action", $"{action}"), ("id", $"{id}"));
                return false;
            },
            overtaken: false
        );
}
