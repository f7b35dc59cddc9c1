using KiPass.Tokens.Audit;
using KiPass.Tokens.Jose;
using KiPass.Tokens.Keys;
using KiPass.Tokens.Orders;
using KiPass.Tokens.Tests.Orders;

namespace KiPass.Tokens.Tests.Fixtures;

/// <summary>An authority, a register and issuer 7 with their keys, and a well-made order on 2020-06-12 at noon.</summary>
internal static class Parties
{
    public static readonly DateTimeOffset Noon = new(2020, 6, 12, 12, 0, 0, KoreanDay.Offset);
    public static readonly KoreanDay Today = KoreanDay.Of(Noon);

    public static readonly FileSigningKey AuthoritySigning = new(EcJwk.Create());
    public static readonly FileDecryptionKey AuthorityDecryption = new(EcJwk.Create());
    public static readonly FileSigningKey RegisterSigning = new(EcJwk.Create());
    public static readonly FileDecryptionKey RegisterDecryption = new(EcJwk.Create());
    public static readonly FileSigningKey IssuerSigning = new(EcJwk.Create());
    public static readonly FileDecryptionKey IssuerDecryption = new(EcJwk.Create());

    public static readonly TrustedAuthority Authority = new(AuthoritySigning.PublicKey, AuthorityDecryption.PublicKey);
    public static readonly TrustedRegister Register = new(
        new AgreementKeys(EcJwk.Create().Public()),
        RegisterSigning.PublicKey,
        RegisterDecryption.PublicKey
    );

    public static readonly RegisterPart CasePart = new(TraceKind.Case, new Dictionary<string, int> { ["karaoke"] = 90 }, 15);

    public static TraceOrder Order { get; } =
        new(
            Guid.NewGuid(),
            Noon,
            Noon.AddDays(7),
            "2020-0612-031",
            "감염병예방법 제76조의2제1항",
            "official-a",
            "official-b",
            Today - 14,
            Today,
            1000,
            14,
            new Dictionary<ushort, string> { [7] = new IndexPerson("+821012345678", "김하나").Seal(IssuerDecryption.PublicKey) },
            CasePart.Seal(Register.EncryptionKey)
        );

    public static DisclosureRequest Request(TraceOrder order) =>
        new(
            Guid.NewGuid(),
            7,
            Noon,
            Noon.AddMinutes(5),
            order.Sign(AuthoritySigning),
            SignedHead.Sign(ChainHead.Empty, "register", Noon, RegisterSigning)
        );

    public static VerifiedRequest Verify(string? text, DateTimeOffset? now = null, ushort self = 7) =>
        DisclosureRequest.Verify(text, self, Register, Authority, now ?? Noon);
}
