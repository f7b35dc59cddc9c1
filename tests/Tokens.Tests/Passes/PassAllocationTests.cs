using KiPass.Tokens.Passes;

namespace KiPass.Tokens.Tests.Passes;

public sealed class PassAllocationTests
{
    [Fact]
    public void Opening_a_hundred_passes_allocates_less_than_a_kilobyte()
    {
        var register = Channel.RegisterKeys(7);
        var pass = new Pass(7, 1_592_179_215, new TokenId(Guid.NewGuid()), new Pseudonym(Guid.NewGuid()));
        var text = PassSealer.Seal(pass, Channel.IssuerKeys(7));
        Assert.Equal(PassVerdict.Opened, PassOpener.Open(text, register, out _));

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
        {
            PassOpener.Open(text, register, out _);
        }
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1023);
    }
}
