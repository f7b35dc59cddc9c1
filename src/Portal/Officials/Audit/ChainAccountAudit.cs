using KiPass.Portal.Officials.Store;
using KiPass.Portal.Shared.Accounts.Events;

namespace KiPass.Portal.Officials.Audit;

/// <summary>
/// Writes the events of staff accounts to the authority's audit chain. Only people who can sign in cause an entry. Refused sign-ins of an
/// account are one entry an hour, and those of unknown accounts are none, so that nobody outside can grow the chain.
/// </summary>
internal sealed class ChainAccountAudit(Ledger ledger, RefusedSignIns refused) : IAccountAudit
{
    public Task Record(AccountEventKind kind, Guid accountId) => ledger.Note(KindOf(kind), null, ("by", $"{accountId}"));

    public void Refused(SignInRefusal reason, Guid? accountId) => refused.Add(reason, accountId);

    public async Task StoreRefusals(CancellationToken cancellationToken)
    {
        if (refused.Take() is not { Count: > 0 } counts)
        {
            return;
        }
        await ledger.Change(
            entries =>
            {
                foreach (var account in counts)
                {
                    entries.Note(
                        KindOf(AccountEventKind.SignInsRefused),
                        null,
                        ("by", $"{account.AccountId}"),
                        ("count", $"{account.Count}"),
                        ("reasons", account.Reasons)
                    );
                }
                return Task.FromResult(true);
            },
            overtaken: false,
            cancellationToken
        );
    }

    /// <summary>The kind of entry, for example <c>account-signed-in</c>.</summary>
    public static string KindOf(AccountEventKind kind) =>
        string.Concat($"Account{kind}".Select((c, at) => char.IsUpper(c) ? $"{(at > 0 ? "-" : "")}{char.ToLowerInvariant(c)}" : $"{c}"));
}
