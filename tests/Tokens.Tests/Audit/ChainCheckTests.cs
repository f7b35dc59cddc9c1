using System.Text.Json;
using KiPass.Tokens.Audit;
using KiPass.Tokens.Jose;
using KiPass.Tokens.Keys;

namespace KiPass.Tokens.Tests.Audit;

public sealed class ChainCheckTests
{
    private static readonly DateTimeOffset Noon = new(2020, 6, 12, 12, 0, 0, 0, KoreanDay.Offset);
    private readonly FileSigningKey register = new(EcJwk.Create());
    private readonly FileSigningKey issuer = new(EcJwk.Create());

    [Fact]
    public async Task Groups_chain_heads_by_the_party_that_signed_them()
    {
        var one = Head(issuer, "issuer:1", 3);
        var later = Head(issuer, "issuer:1", 5);
        var order = Head(new FileSigningKey(EcJwk.Create()), "authority", 9);
        var own = Head(register, "register", 1);
        var chain = Chain(
            ("subjects-answered", "issuerHead", one),
            ("identities-answered", "issuerHead", later),
            ("identities-answered", "issuerHead", later),
            ("trace-begun", "authorityHead", order),
            ("odd", "registerHead", own),
            ("odd", "issuerHead", "not-authentic"),
            ("odd", "count", one)
        );

        var kept = await ChainCheck.Kept("register", chain.ToAsyncEnumerable());

        Assert.Equal("register", kept.By);
        Assert.Equal(["authority", "issuer:1"], kept.Of.Keys.Order());
        Assert.Equal([one, later], kept.Of["issuer:1"]);
        Assert.Equal([order], kept.Of["authority"]);
    }

    [Fact]
    public async Task Reports_a_chain_head_that_lacks_the_partys_signature()
    {
        var chain = Chain(("a", "count", "1"), ("b", "count", "2"));
        var forged = Head(issuer, "register", 2);
        var report = await ChainCheck.Verify(
            "register",
            register.PublicKey,
            chain.ToAsyncEnumerable(),
            [new WitnessHeads("issuer:1", [forged])]
        );
        Assert.Equal((new ChainFault(0, ChainFaultKind.UnsignedHead), 0), (report.Fault!.Value, report.Heads));
        Assert.Equal(["issuer:1"], report.FaultBy);
    }

    [Fact]
    public async Task A_chain_head_that_an_earlier_key_signed_is_no_dispute()
    {
        var chain = Chain(("a", "count", "1"), ("b", "count", "2"));
        var next = new FileSigningKey(EcJwk.Create());
        var given = new WitnessHeads("issuer:1", [SignedHead.Sign(ChainHead.After(chain[0]), "register", Noon, register)]);

        var report = await ChainCheck.Verify("register", next.PublicKey, chain.ToAsyncEnumerable(), [given], [register.PublicKey]);
        var disputed = await ChainCheck.Verify("register", next.PublicKey, chain.ToAsyncEnumerable(), [given], [issuer.PublicKey]);

        Assert.Equal((null, 1), (report.Fault, report.Heads));
        Assert.Equal(ChainFaultKind.UnsignedHead, disputed.Fault!.Value.Kind);
    }

    [Fact]
    public async Task The_commands_print_JSON_and_return_an_exit_code()
    {
        var chain = Chain(("a", "count", "1"), ("b", "issuerHead", Head(issuer, "issuer:1", 4)));
        var (code, printed) = await Run("heads", chain, "");
        Assert.Equal(0, code);
        Assert.Single(JsonSerializer.Deserialize<PeerHeads>(printed)!.Of["issuer:1"]);

        (code, printed) = await Run("verify", chain, "");
        Assert.Equal((0, 2), (code, JsonSerializer.Deserialize<ChainReport>(printed)!.Entries));

        var given = JsonSerializer.Serialize(new[] { new WitnessHeads("authority", [Head(register, "register", 7)]) });
        (code, printed) = await Run("verify", chain, given);
        var report = JsonSerializer.Deserialize<ChainReport>(printed)!;
        Assert.Equal((ChainCheck.Broken, new ChainFault(3, ChainFaultKind.Removed)), (code, report.Fault!.Value));
        Assert.Equal(["authority"], report.FaultBy);

        await Assert.ThrowsAsync<InvalidDataException>(() => Run("verify", chain, "{"));
        await Assert.ThrowsAsync<InvalidDataException>(() => Run("look", chain, ""));
    }

    private async Task<(int Code, string Printed)> Run(string verb, List<AuditRecord> chain, string given)
    {
        using var input = new StringReader(given);
        await using var output = new StringWriter();
        var code = await ChainCheck.Run(verb, "register", register.PublicKey, chain.ToAsyncEnumerable(), input, output);
        return (code, output.ToString());
    }

    private static string Head(FileSigningKey key, string side, long count) =>
        SignedHead.Sign(new ChainHead(count, Base64Url.Encode(new byte[32])), side, Noon, key);

    private static List<AuditRecord> Chain(params (string Kind, string Fact, string Value)[] entries)
    {
        var chain = new List<AuditRecord>();
        foreach (var (kind, fact, value) in entries)
        {
            var head = chain.Count == 0 ? ChainHead.Empty : ChainHead.After(chain[^1]);
            chain.Add(AuditChain.Append(head, Noon, kind, new KeyValuePair<string, string>(fact, value)));
        }
        return chain;
    }
}
