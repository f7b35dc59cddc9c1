using KiPass.Tokens.Passes;

namespace KiPass.Tokens.Tests.Passes;

public sealed class PassAllocationTests
{
    [Fact]
    public void Checking_a_pass_allocates_nothing()
    {
        var register = Channel.RegisterKeys(7);
        var text = Showing.Sample.Seal();
        for (var i = 0; i < 10; i++)
        {
            Assert.Equal(PassVerdict.Opened, PassOpener.Open(text, register, out _));
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
        {
            PassOpener.Open(text, register, out _);
        }
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
