using KiPass.Tokens.Jose;
using KiPass.Tokens.Keys;
using KiPass.Tokens.Orders;
using KiPass.Tokens.Passes;
using static KiPass.Tokens.Tests.Fixtures.Parties;

namespace KiPass.Tokens.Tests.Orders;

public sealed class DisclosureAnswerTests
{
    private static readonly DayPseudonym Known = new(Today, new Pseudonym(Guid.NewGuid()));
    private static readonly DayPseudonym Unknown = new(Today - 1, new Pseudonym(Guid.NewGuid()));
    private static readonly SubjectsAnswer Subjects = new(Order.Id, [Known, Unknown]);
    private static readonly IdentitiesAnswer Identities = new(
        Order.Id,
        [new DisclosedPerson(Known.Day, Known.Pseudonym, "이두리", "+821099998888", 2010, "+821011112222")],
        [Unknown]
    );

    [Fact]
    public void Only_the_register_can_open_subjects()
    {
        var jwe = Subjects.Seal(IssuerSigning, Register.EncryptionKey);
        Assert.Equivalent(Subjects, SubjectsAnswer.Open(jwe, RegisterDecryption, IssuerSigning.PublicKey, Order.Id));
        Assert.Null(SubjectsAnswer.Open(jwe, AuthorityDecryption, IssuerSigning.PublicKey, Order.Id));
    }

    [Fact]
    public void Only_the_authority_can_open_identities()
    {
        var jwe = Identities.Seal(IssuerSigning, Authority.EncryptionKey);
        Assert.Equivalent(Identities, IdentitiesAnswer.Open(jwe, AuthorityDecryption, IssuerSigning.PublicKey, Order.Id));
        Assert.Null(IdentitiesAnswer.Open(jwe, RegisterDecryption, IssuerSigning.PublicKey, Order.Id));
    }

    [Fact]
    public void The_register_cannot_forge_an_answer()
    {
        var forged = Identities.Seal(RegisterSigning, Authority.EncryptionKey);
        Assert.Null(IdentitiesAnswer.Open(forged, AuthorityDecryption, IssuerSigning.PublicKey, Order.Id));
        var unsigned = Jwe.Seal(
            System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(Identities, JoseJson.Options),
            Authority.EncryptionKey
        );
        Assert.Null(IdentitiesAnswer.Open(unsigned, AuthorityDecryption, IssuerSigning.PublicKey, Order.Id));
    }

    [Fact]
    public void Rejects_an_answer_to_another_order_or_of_the_wrong_kind()
    {
        Assert.Null(
            IdentitiesAnswer.Open(
                Identities.Seal(IssuerSigning, Authority.EncryptionKey),
                AuthorityDecryption,
                IssuerSigning.PublicKey,
                Guid.NewGuid()
            )
        );
        Assert.Null(
            IdentitiesAnswer.Open(
                Subjects.Seal(IssuerSigning, Authority.EncryptionKey),
                AuthorityDecryption,
                IssuerSigning.PublicKey,
                Order.Id
            )
        );
        Assert.Null(
            SubjectsAnswer.Open(
                Identities.Seal(IssuerSigning, Register.EncryptionKey),
                RegisterDecryption,
                IssuerSigning.PublicKey,
                Order.Id
            )
        );
    }

    [Fact]
    public void Personal_data_is_not_printed() => Assert.Equal("DisclosedPerson", $"{Identities.People[0]}");
}
