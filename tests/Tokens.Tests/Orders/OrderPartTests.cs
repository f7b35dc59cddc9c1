using KiPass.Tokens.Jose;
using KiPass.Tokens.Keys;
using KiPass.Tokens.Orders;
using static KiPass.Tokens.Tests.Fixtures.Parties;

namespace KiPass.Tokens.Tests.Orders;

public sealed class OrderPartTests
{
    private static readonly RegisterPart Window = new(
        TraceKind.FacilityWindow,
        new Dictionary<string, int>(),
        15,
        Guid.NewGuid(),
        Noon.AddHours(-3),
        Noon,
        "11110"
    );

    [Fact]
    public void Each_part_opens_for_its_party_only()
    {
        Assert.Equal(new IndexPerson("+821012345678", "김하나"), IndexPerson.Open(Order.ForIssuer[7], IssuerDecryption));
        Assert.Equivalent(CasePart, RegisterPart.Open(Order.ForRegister, RegisterDecryption));
        Assert.Null(IndexPerson.Open(Order.ForIssuer[7], RegisterDecryption));
        Assert.Null(IndexPerson.Open(Order.ForIssuer[7], AuthorityDecryption));
        Assert.Null(RegisterPart.Open(Order.ForRegister, IssuerDecryption));
        Assert.Null(RegisterPart.Open(Order.ForIssuer[7], IssuerDecryption));
    }

    [Fact]
    public void A_facility_window_round_trips()
    {
        var read = RegisterPart.Open(Window.Seal(Register.EncryptionKey), RegisterDecryption);
        Assert.Equivalent(Window, read);
        Assert.Equal(Window.From, read!.From);
    }

    [Theory]
    [InlineData("01012345678", "김하나")]
    [InlineData("+82", "김하나")]
    [InlineData("+0212345678", "김하나")]
    [InlineData("+8210123456789012", "김하나")]
    [InlineData("+82 10 1234 5678", "김하나")]
    [InlineData("+82１012345678", "김하나")]
    [InlineData("+821012345678", "")]
    [InlineData("+821012345678", " ")]
    public void Refuses_to_seal_or_open_a_person_without_phone_or_name(string phone, string name)
    {
        var person = new IndexPerson(phone, name);
        Assert.Throws<InvalidOperationException>(() => person.Seal(IssuerDecryption.PublicKey));
        var json = System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(person);
        Assert.Null(IndexPerson.Open(Jwe.Seal(json, IssuerDecryption.PublicKey), IssuerDecryption));
    }

    public static TheoryData<RegisterPart> WrongParts =>
        [
            CasePart with
            {
                CloseMinutes = 0,
            },
            CasePart with
            {
                CloseMinutes = 1441,
            },
            CasePart with
            {
                DwellMinutes = new Dictionary<string, int> { ["karaoke"] = 0 },
            },
            CasePart with
            {
                DwellMinutes = new Dictionary<string, int> { [""] = 60 },
            },
            CasePart with
            {
                Facility = Guid.NewGuid(),
            },
            CasePart with
            {
                From = Noon,
            },
            CasePart with
            {
                District = "",
            },
            CasePart with
            {
                Kind = (TraceKind)7,
            },
            Window with
            {
                Facility = null,
            },
            Window with
            {
                From = null,
            },
            Window with
            {
                To = null,
            },
            Window with
            {
                To = Noon.AddHours(-3),
            },
        ];

    [Theory]
    [MemberData(nameof(WrongParts))]
    public void Refuses_to_seal_or_open_an_invalid_register_part(RegisterPart part)
    {
        Assert.Throws<InvalidOperationException>(() => part.Seal(Register.EncryptionKey));
        var json = System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(part, JoseJson.Options);
        Assert.Null(RegisterPart.Open(Jwe.Seal(json, Register.EncryptionKey), RegisterDecryption));
    }

    [Fact]
    public void An_order_part_must_match_the_kind_and_days_of_its_order()
    {
        var windowOrder = Order with { ForIssuer = new Dictionary<ushort, string>() };
        Assert.True(CasePart.Fits(Order));
        Assert.False(CasePart.Fits(windowOrder));
        Assert.True(Window.Fits(windowOrder));
        Assert.False(Window.Fits(Order));
        Assert.False((Window with { From = windowOrder.FromDay.Start.AddSeconds(-1) }).Fits(windowOrder));
        Assert.True((Window with { From = windowOrder.FromDay.Start, To = windowOrder.ToDay.End }).Fits(windowOrder));
        Assert.False((Window with { To = windowOrder.ToDay.End.AddSeconds(1) }).Fits(windowOrder));
    }

    [Fact]
    public void Personal_data_is_not_printed() => Assert.Equal("IndexPerson", $"{new IndexPerson("+821012345678", "김하나")}");
}
