using System.Text.Json.Nodes;
using KiPass.Tokens.Orders;
using KiPass.Tokens.Passes;
using static KiPass.Tokens.Tests.Fixtures.Parties;

namespace KiPass.Tokens.Tests.Orders;

public sealed class TraceFindingsTests
{
    private static readonly TraceFindings Findings = new(
        Order.Id,
        [],
        [],
        [new FoundContact(1, Today, new Ticket(Guid.NewGuid()), true, [])],
        [],
        0
    );

    [Fact]
    public void Only_the_authority_can_open_findings()
    {
        var jwe = Findings.Seal(RegisterSigning, Authority.EncryptionKey);
        Assert.Equivalent(Findings, TraceFindings.Open(jwe, AuthorityDecryption, RegisterSigning.PublicKey, Order.Id));
        Assert.Null(TraceFindings.Open(jwe, RegisterDecryption, RegisterSigning.PublicKey, Order.Id));
        Assert.Null(TraceFindings.Open(jwe, AuthorityDecryption, IssuerSigning.PublicKey, Order.Id));
    }

    [Fact]
    public void Findings_of_version_1_do_not_open_but_are_known_to_be_of_the_register()
    {
        var contact = new JsonObject
        {
            ["issuer"] = 1,
            ["day"] = $"{Today}",
            ["p"] = "AAAAAAAAAAAAAAAAAAAAAA",
            ["close"] = true,
            ["exposures"] = new JsonArray(),
        };
        var claims = new JsonObject
        {
            ["order"] = $"{Order.Id}",
            ["facilities"] = new JsonArray(),
            ["case"] = new JsonArray(),
            ["contacts"] = new JsonArray(contact),
            ["paper"] = new JsonArray(),
            ["facilitiesElsewhere"] = 0,
        };
        var jwe = SealedAnswer.Seal(claims, TraceFindings.Type, RegisterSigning, Authority.EncryptionKey);
        Assert.Null(TraceFindings.Open(jwe, AuthorityDecryption, RegisterSigning.PublicKey, Order.Id));
        Assert.True(TraceFindings.IsOfRegister(jwe, AuthorityDecryption, RegisterSigning.PublicKey, Order.Id));
        Assert.False(TraceFindings.IsOfRegister(jwe, AuthorityDecryption, IssuerSigning.PublicKey, Order.Id));
        Assert.False(TraceFindings.IsOfRegister(jwe, AuthorityDecryption, RegisterSigning.PublicKey, Guid.NewGuid()));
        Assert.False(TraceFindings.IsOfRegister("not a result", AuthorityDecryption, RegisterSigning.PublicKey, Order.Id));
    }

    [Fact]
    public void Findings_with_an_empty_place_in_a_list_do_not_open()
    {
        TraceFindings[] broken =
        [
            Findings with
            {
                Contacts = [null!],
            },
            Findings with
            {
                Paper = [null!],
            },
            Findings with
            {
                Case = [null!],
            },
        ];
        Assert.All(
            broken,
            findings =>
                Assert.Null(
                    TraceFindings.Open(
                        findings.Seal(RegisterSigning, Authority.EncryptionKey),
                        AuthorityDecryption,
                        RegisterSigning.PublicKey,
                        Order.Id
                    )
                )
        );
    }
}
