using KiPass.Contracts.Traces;
using KiPass.Portal.Officials.Store;
using KiPass.Portal.Shared.Settings;
using KiPass.Tokens.Audit;
using KiPass.Tokens.Keys;

namespace KiPass.Portal.Officials.Traces.Running;

/// <summary>
/// Records the audit chain heads that the register and the issuers return with a result in the authority's own chain. Neither can then
/// rewrite its chain undetected.
/// </summary>
internal sealed class PeerChainHeads(PortalSettings settings)
{
    private readonly DomainFolder domain = new(settings.Data);

    /// <summary>
    /// Records new chain heads, and the parties that returned no valid signed head, in the transaction that stores the result.
    /// </summary>
    public async Task Keep(Ledger.Entries entries, TraceOrderRow order, TraceResult result)
    {
        List<(string Fact, string Side, string Jws, EcJwk? Key)> given = [("registerHead", "register", result.Head, Register())];
        given.AddRange(
            result.Identities.Select(part => ($"issuer{part.Issuer}Head", $"issuer:{part.Issuer}", part.Head, Issuer(part.Issuer)))
        );
        var facts = new List<(string Name, string Value)>();
        foreach (var (fact, side, jws, key) in given)
        {
            if (key is null || SignedHead.Verify(jws, side, key) is not { } head)
            {
                facts.Add((fact, "not-authentic"));
            }
            else if (await entries.Rows.Heads.FindAsync(side, head.Count) is null)
            {
                facts.Add((fact, jws));
                entries.Rows.Heads.Add(
                    new HeadRow
                    {
                        Side = side,
                        Count = head.Count,
                        Jws = jws,
                        At = entries.Now,
                    }
                );
            }
        }
        if (facts.Count > 0)
        {
            entries.Note("heads-kept", order.CaseId, [("order", $"{order.Id}"), .. facts]);
        }
    }

    private EcJwk? Register() => Pinned(() => domain.Register().SigningKey);

    private EcJwk? Issuer(ushort number) => Pinned(() => domain.Issuer(number)?.SigningKey);

    private static EcJwk? Pinned(Func<EcJwk?> read)
    {
        try
        {
            return read();
        }
        catch (DomainFolderException)
        {
            return null;
        }
    }
}
