using KiPass.Tokens.Jose;
using Algorithms = global::Jose;

namespace KiPass.Tokens.Tests.Jose;

public sealed class JoseProfileTests
{
    [Fact]
    public void Only_the_algorithms_of_the_profile_are_registered()
    {
        var settings = JoseProfile.Settings;
        Assert.Equal(
            [Algorithms.JwsAlgorithm.ES256],
            Enum.GetValues<Algorithms.JwsAlgorithm>().Where(a => settings.Jws(Algorithms.Headers.Jws(a)) is not null)
        );
        Assert.Equal(
            [Algorithms.JweAlgorithm.ECDH_ES],
            Enum.GetValues<Algorithms.JweAlgorithm>().Where(a => settings.Jwa(Algorithms.Headers.Jwa(a)) is not null)
        );
        Assert.Equal(
            [Algorithms.JweEncryption.A256GCM],
            Enum.GetValues<Algorithms.JweEncryption>().Where(a => settings.Jwe(Algorithms.Headers.Jwe(a)) is not null)
        );
        Assert.Throws<Algorithms.InvalidAlgorithmException>(() => settings.CompressionAlgFromHeader("DEF"));
    }

    [Fact]
    public void The_library_rejects_an_unsigned_token_even_without_our_own_check()
    {
        var text = Algorithms.JWT.Encode("{}", null, Algorithms.JwsAlgorithm.none);
        Assert.ThrowsAny<Algorithms.JoseException>(() => Algorithms.JWT.Decode(text, null, JoseProfile.Settings));
    }
}
