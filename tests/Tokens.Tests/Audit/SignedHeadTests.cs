using KiPass.Tokens.Audit;
using KiPass.Tokens.Jose;
using KiPass.Tokens.Keys;

namespace KiPass.Tokens.Tests.Audit;

public sealed class SignedHeadTests
{
    private static readonly DateTimeOffset Noon = new(2020, 6, 12, 12, 0, 0, KoreanDay.Offset);
    private readonly FileSigningKey key = new(EcJwk.Create());
    private readonly ChainHead head = ChainHead.After(AuditChain.Append(ChainHead.Empty, Noon, "x"));

    [Fact]
    public void A_chain_head_verifies_with_the_pinned_key()
    {
        var jws = SignedHead.Sign(head, "register", Noon, key);
        Assert.Equal(head, SignedHead.Verify(jws, "register", key.PublicKey));
    }

    [Fact]
    public void Rejects_altered_chain_heads_and_heads_of_another_party_or_key()
    {
        var jws = SignedHead.Sign(head, "register", Noon, key);
        Assert.Null(SignedHead.Verify(jws, "issuer:1", key.PublicKey));
        Assert.Null(SignedHead.Verify(jws, "register", EcJwk.Create().Public()));
        Assert.Null(SignedHead.Verify(SignedHead.Sign(head with { Count = -1 }, "register", Noon, key), "register", key.PublicKey));
        Assert.Null(SignedHead.Verify(SignedHead.Sign(head with { Hash = "AA" }, "register", Noon, key), "register", key.PublicKey));
        for (var at = 0; at < jws.Length; at++)
        {
            var changed = jws.Remove(at, 1).Insert(at, jws[at] == 'A' ? "B" : "A");
            Assert.Null(SignedHead.Verify(changed, "register", key.PublicKey));
        }
        Assert.Null(SignedHead.Verify(null, "register", key.PublicKey));
        Assert.Null(SignedHead.Verify(new string('A', 10_000), "register", key.PublicKey));
    }
}
