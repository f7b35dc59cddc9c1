using System.Text;
using KiPass.Testing;
using KiPass.Tokens.Jose;
using KiPass.Tokens.Keys;
using KiPass.Tokens.Statements;

namespace KiPass.Tokens.Tests.Attacks;

/// <summary>A facility that did not use the register shows an inspector a statement anyway.</summary>
public sealed class StatementAttackTests
{
    private static readonly EcJwk Key = EcJwk.Create();
    private static readonly FileSigningKey Register = new(Key);

    private static readonly FacilityStatement Statement = new(
        Guid.NewGuid(),
        new DateTimeOffset(2020, 6, 19, 0, 0, 0, TimeSpan.Zero),
        "달빛노래연습장",
        "120-88-00767",
        [new StatementDay(KoreanDay.Of(new DateOnly(2020, 6, 18)), [.. Enumerable.Repeat(1, 24)], [])]
    );

    [Fact, Attack("A facility changes the numbers of its statement")]
    public void Nobody_changes_a_statement()
    {
        var parts = Statement.Sign(Register).Split('.');
        var claims = Encoding.UTF8.GetString(System.Buffers.Text.Base64Url.DecodeFromChars(parts[1]));
        var changed = System.Buffers.Text.Base64Url.EncodeToString(
            Encoding.UTF8.GetBytes(claims.Replace("[1,", "[8,", StringComparison.Ordinal))
        );
        Assert.NotEqual(parts[1], changed);
        Assert.Null(FacilityStatement.Verify($"{parts[0]}.{changed}.{parts[2]}", Key.Public()));
        Assert.NotNull(FacilityStatement.Verify(string.Join('.', parts), Key.Public()));
    }

    [Fact, Attack("A facility signs a statement with its own key, or uses the register's signature of another kind of message")]
    public void Nobody_else_signs_a_statement()
    {
        Assert.Null(FacilityStatement.Verify(Statement.Sign(new FileSigningKey(EcJwk.Create())), Key.Public()));
        Assert.Null(FacilityStatement.Verify(Jws.Sign(Statement, "kipass-request+jwt", Register), Key.Public()));
    }
}
