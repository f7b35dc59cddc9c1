using BenchmarkDotNet.Attributes;
using KiPass.Tokens.Keys;
using KiPass.Tokens.Passes;

namespace KiPass.Bench.Tokens;

/// <summary>Checking a code takes at most 5 µs and allocates nothing.</summary>
[MemoryDiagnoser]
public class PassBenchmarks
{
    private const long Slot = 1_592_179_200;
    private readonly Ticket ticket = new(Guid.NewGuid());
    private ChannelKeyring issuer = null!;
    private ChannelKeyring register = null!;
    private string text = null!;

    /// <summary>One issuer and the register, keys derived.</summary>
    [GlobalSetup]
    public void Prepare()
    {
        EcJwk issuerKey = EcJwk.Create(),
            registerKey = EcJwk.Create();
        issuer = new ChannelKeyring(new AgreementKeys(issuerKey));
        issuer.Pin(1, new AgreementKeys(registerKey.Public()));
        register = new ChannelKeyring(new AgreementKeys(registerKey));
        register.Pin(1, new AgreementKeys(issuerKey.Public()));
        text = PassSealer.Seal(1, ticket, Slot, issuer);
    }

    /// <summary>What the silo does with each scan.</summary>
    [Benchmark]
    public PassVerdict Open() => PassOpener.Open(text, register, out _);

    /// <summary>What the issuer does up to 40 times a request.</summary>
    [Benchmark]
    public string Seal() => PassSealer.Seal(1, ticket, Slot, issuer);
}
