using KiPass.Tokens.Jose;
using KiPass.Tokens.Keys;
using KiPass.Tokens.Orders;
using KiPass.Tokens.Passes;
using static KiPass.Tokens.Tests.Fixtures.Parties;

namespace KiPass.Tokens.Tests.Orders;

public sealed class DisclosureAnswerTests
{
    private static readonly DayTicket Known = new(Today, new Ticket(Guid.NewGuid()));
    private static readonly DayTicket Unknown = new(Today - 1, new Ticket(Guid.NewGuid()));
    private static readonly TicketsAnswer Subjects = new(Order.Id, [new(Known.Day, [Known.Ticket, new(Guid.NewGuid())])]);
    private static readonly IdentitiesAnswer Identities = new(
        Order.Id,
        [new DisclosedPerson(1, "이두리", "+821099998888", 2010, "+821011112222")],
        [new PersonTicket(Known.Day, Known.Ticket, 1)],
        [Unknown]
    );

    [Fact]
    public void Only_the_register_can_open_subjects()
    {
        var jwe = Subjects.Seal(TicketsAnswer.Subjects, IssuerSigning, Register.EncryptionKey);
        Assert.Equivalent(Subjects, TicketsAnswer.Open(jwe, TicketsAnswer.Subjects, RegisterDecryption, IssuerSigning.PublicKey, Order.Id));
        Assert.Null(TicketsAnswer.Open(jwe, TicketsAnswer.Subjects, AuthorityDecryption, IssuerSigning.PublicKey, Order.Id));
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
                Subjects.Seal(TicketsAnswer.Subjects, IssuerSigning, Authority.EncryptionKey),
                AuthorityDecryption,
                IssuerSigning.PublicKey,
                Order.Id
            )
        );
        Assert.Null(
            TicketsAnswer.Open(
                Identities.Seal(IssuerSigning, Register.EncryptionKey),
                TicketsAnswer.Subjects,
                RegisterDecryption,
                IssuerSigning.PublicKey,
                Order.Id
            )
        );
    }

    [Fact]
    public void Subjects_are_not_taken_for_siblings() =>
        Assert.Null(
            TicketsAnswer.Open(
                Subjects.Seal(TicketsAnswer.Subjects, IssuerSigning, Register.EncryptionKey),
                TicketsAnswer.Siblings,
                RegisterDecryption,
                IssuerSigning.PublicKey,
                Order.Id
            )
        );

    [Fact]
    public void The_length_of_an_answer_depends_only_on_the_number_of_tickets()
    {
        var tickets = Enumerable.Range(0, 3_000).Select(_ => new Ticket(Guid.NewGuid())).ToList();
        var child = new DisclosedPerson(0, new string('가', 8), "+821099998888888", 2010, "+821099998888888");
        var adult = new DisclosedPerson(0, "김하나", "+821099998888", 1980);
        var longest = child with { Name = new string('가', 60) };
        IdentitiesAnswer[] answers =
        [
            new(Order.Id, [], [], [.. tickets.Select(ticket => new DayTicket(Today, ticket))]),
            new(Order.Id, [longest], [.. tickets.Select(ticket => new PersonTicket(Today, ticket, 0))], []),
            People(i => child),
            People(i => adult),
            People(i => i < 20 ? longest : adult),
        ];
        var lengths = answers.Select(answer => answer.Seal(IssuerSigning, Authority.EncryptionKey).Length).ToList();
        Assert.Single(lengths.Distinct());

        IdentitiesAnswer People(Func<int, DisclosedPerson> person) =>
            new(
                Order.Id,
                [.. tickets.Select((_, i) => person(i) with { Number = int.MaxValue - i })],
                [.. tickets.Select((ticket, i) => new PersonTicket(Today, ticket, int.MaxValue - i))],
                []
            );
    }

    [Fact]
    public void A_ticket_of_a_person_who_is_not_listed_makes_the_answer_unreadable()
    {
        var answer = Identities with { Tickets = [new PersonTicket(Today, Known.Ticket, 2)] };
        var jwe = answer.Seal(IssuerSigning, Authority.EncryptionKey);
        Assert.Null(IdentitiesAnswer.Open(jwe, AuthorityDecryption, IssuerSigning.PublicKey, Order.Id));
    }

    [Fact]
    public void Personal_data_is_not_printed() => Assert.Equal("DisclosedPerson", $"{Identities.People[0]}");
}
