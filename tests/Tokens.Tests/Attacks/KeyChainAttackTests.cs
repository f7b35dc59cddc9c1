using KiPass.Testing;
using KiPass.Tokens.Jose;
using KiPass.Tokens.Keys;
using KiPass.Tokens.KeyStatements;

namespace KiPass.Tokens.Tests.Attacks;

/// <summary>A key of a domain is followed only if the key before it signed the announcement.</summary>
public sealed class KeyChainAttackTests
{
    private static readonly KoreanDay Day = KoreanDay.Parse("2020-06-10");

    private readonly FileSigningKey first = new(EcJwk.Create());
    private readonly FileSigningKey second = new(EcJwk.Create());
    private readonly EcJwk encryption = EcJwk.Create().Public();

    [Theory]
    [InlineData("another signer")]
    [InlineData("another type")]
    [InlineData("a private key")]
    [InlineData("an earlier day")]
    [InlineData("altered")]
    [InlineData("no statement")]
    [Attack("The register announces its own key as the authority's")]
    public void Nobody_announces_a_key_that_does_not_follow_from_the_chain(string kind)
    {
        var own = EcJwk.Create();
        var good = Statement(first, encryption, 7).Sign(first);
        var bad = kind switch
        {
            "another signer" => Statement(first, own.Public(), 8).Sign(second),
            "another type" => Jws.Sign(Statement(first, own.Public(), 8), "kipass-order+jwt", first),
            "a private key" => Jws.Sign(Statement(first, own, 8), KeyStatement.Type, first),
            "an earlier day" => Statement(first, own.Public(), 6).Sign(first),
            "altered" => good[..^4] + "AAAA",
            _ => "a.b.c",
        };
        Assert.Equal(encryption, KeyChain.Follow(first.PublicKey, [good, bad])!.EncryptionKey);
    }

    [Fact]
    [Attack("A chain without end keeps a reader busy")]
    public void Nobody_keeps_a_reader_busy_with_an_endless_chain()
    {
        var good = Statement(first, encryption).Sign(first);
        Assert.Null(KeyChain.Follow(first.PublicKey, [.. Enumerable.Repeat("a.b.c", KeyChain.MostStatements), good]));
        Assert.Null(KeyStatement.Open(good + new string('A', KeyStatement.MostCharacters), first.PublicKey));
    }

    private static KeyStatement Statement(FileSigningKey signing, EcJwk encryption, int days = 0) =>
        new(Day + days, signing.PublicKey, encryption);
}
