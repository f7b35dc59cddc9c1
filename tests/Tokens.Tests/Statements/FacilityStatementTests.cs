using KiPass.Tokens.Jose;
using KiPass.Tokens.Keys;
using KiPass.Tokens.Statements;

namespace KiPass.Tokens.Tests.Statements;

public sealed class FacilityStatementTests
{
    private static readonly EcJwk Key = EcJwk.Create();
    private static readonly FileSigningKey Register = new(Key);
    private static readonly KoreanDay Day = KoreanDay.Of(new DateOnly(2020, 6, 12));

    private static StatementDay On(KoreanDay day, int entries = 9_999) =>
        new(day, [.. Enumerable.Repeat(entries, 24)], [.. Enumerable.Range(0, 24)]);

    private static FacilityStatement Of(params StatementDay[] days) =>
        new(Guid.NewGuid(), new DateTimeOffset(2020, 6, 19, 0, 0, 0, TimeSpan.Zero), "달빛노래연습장", "120-88-00767", days);

    [Fact]
    public void A_statement_survives_printing_and_pasting()
    {
        var statement = Of(On(Day, 3), On(Day + 1, 0));
        var text = statement.Sign(Register);
        var pasted = FacilityStatement.Verify($" {text[..40]}\r\n{text[40..]}\n", Key.Public());
        Assert.NotNull(pasted);
        Assert.Equal((statement.Id, statement.IssuedAt, statement.Name), (pasted.Id, pasted.IssuedAt, pasted.Name));
        Assert.Equal([72, 0], pasted.Days.Select(day => day.Entries.Sum()));
        Assert.Equal(statement.Id, FacilityStatement.Read(text)!.Id);
    }

    [Fact]
    public void The_largest_statement_fits_into_one_QR_code()
    {
        // A QR code of version 40 at level L holds 2,953 bytes.
        var text = Of([.. Enumerable.Range(0, 7).Select(day => On(Day + day))]).Sign(Register);
        Assert.InRange(text.Length, 1_000, 2_900);
    }

    public static TheoryData<string> Unusable => [.. Wrong.Keys];

    private static readonly Dictionary<string, FacilityStatement> Wrong = new()
    {
        ["no day"] = Of(),
        ["eight days"] = Of([.. Enumerable.Range(0, 8).Select(day => On(Day + day))]),
        ["a gap"] = Of(On(Day), On(Day + 2)),
        ["twice the same day"] = Of(On(Day), On(Day)),
        ["23 hours"] = Of(On(Day) with { Entries = [.. Enumerable.Repeat(1, 23)] }),
        ["fewer than nobody"] = Of(On(Day, -1)),
        ["a late hour of another day"] = Of(On(Day) with { Late = [24] }),
        ["signed for another side"] = Of(On(Day)) with { Side = "authority" },
    };

    [Theory, MemberData(nameof(Unusable))]
    public void A_signed_statement_of_another_form_is_refused(string what)
    {
        Assert.Null(FacilityStatement.Verify(Jws.Sign(Wrong[what], FacilityStatement.Type, Register), Key.Public()));
        Assert.Throws<InvalidOperationException>(() => Wrong[what].Sign(Register));
    }

    [Theory, InlineData(null), InlineData(""), InlineData("hello"), InlineData("a.b.c"), InlineData("..")]
    public void Text_that_is_no_statement_is_refused(string? text) => Assert.Null(FacilityStatement.Verify(text, Key.Public()));
}
