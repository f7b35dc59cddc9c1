using KiPass.Tokens.Passes;

namespace KiPass.Tokens.Tests.Passes;

public sealed class BufferedRandomTests
{
    [Fact]
    public void Concurrent_callers_never_get_the_same_bytes()
    {
        var drawn = Enumerable.Range(0, 200_000).AsParallel().WithDegreeOfParallelism(8).Select(_ => TokenId.Random()).ToHashSet();
        Assert.Equal(200_000, drawn.Count);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(12)]
    [InlineData(4095)]
    [InlineData(4096)]
    public void Fills_buffers_of_any_size_completely(int size)
    {
        var seen = new bool[size];
        var bytes = new byte[size];
        for (var draw = 0; draw < 64; draw++)
        {
            Array.Clear(bytes);
            BufferedRandom.Fill(bytes);
            for (var i = 0; i < size; i++)
            {
                seen[i] |= bytes[i] != 0;
            }
        }
        Assert.DoesNotContain(false, seen);
    }
}
