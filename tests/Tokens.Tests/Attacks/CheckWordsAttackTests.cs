using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using KiPass.Testing;
using KiPass.Tokens.Keys;

namespace KiPass.Tokens.Tests.Attacks;

/// <summary>Somebody looks for a key of their own that has the check value of the authority's key.</summary>
public sealed class CheckWordsAttackTests
{
    // Far more than any machine needs for a plain hash, far less than it needs for the words.
    private const int LeastHashes = 100_000;

    [Fact]
    [Attack("A register tries keys until one has the four words of the authority's key")]
    public void Nobody_tries_keys_for_the_words_of_another_key_quickly()
    {
        var thumbprint = EcJwk.Create().Thumbprint;
        CheckWords.Compute(thumbprint);
        var bytes = Encoding.ASCII.GetBytes(thumbprint);
        var hash = Fastest(() =>
        {
            for (var i = 0; i < LeastHashes; i++)
            {
                bytes = SHA256.HashData(bytes);
            }
        });
        Assert.True(Fastest(() => CheckWords.Compute(thumbprint)) > hash, "a try costs no more than 100,000 hashes");

        // Four words of 2,048: 44 bits. None is twice in its list.
        foreach (var list in (string[])["check-words-korean.txt", "check-words-english.txt"])
        {
            using var reader = new StreamReader(typeof(CheckWords).Assembly.GetManifestResourceStream(list)!);
            Assert.Equal(2048, reader.ReadToEnd().TrimEnd().Split(' ').Distinct().Count());
        }
        Assert.Equal(4, CheckWords.Compute(thumbprint).Korean.Split(' ').Length);
    }

    private static TimeSpan Fastest(Action work) =>
        Enumerable
            .Range(0, 3)
            .Select(_ =>
            {
                var began = Stopwatch.GetTimestamp();
                work();
                return Stopwatch.GetElapsedTime(began);
            })
            .Min();
}
