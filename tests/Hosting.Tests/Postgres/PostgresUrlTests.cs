using KiPass.Hosting.Postgres;
using KiPass.Hosting.Settings;
using Npgsql;

namespace KiPass.Hosting.Tests.Postgres;

public sealed class PostgresUrlTests
{
    [Theory]
    [InlineData("postgres://admin:p%40ss@db.example:5433/main", "db.example", 5433, "admin", "p@ss", "main")]
    [InlineData("postgresql://ad%40min:p%3Aw%2Fd@db.example:6543/m%20n", "db.example", 6543, "ad@min", "p:w/d", "m n")]
    [InlineData("postgresql://admin@localhost", "localhost", 5432, "admin", null, "postgres")]
    [InlineData("postgres://admin@localhost/", "localhost", 5432, "admin", null, "postgres")]
    [InlineData("postgres://admin@[2001:db8::5]:5433/main", "2001:db8::5", 5433, "admin", null, "main")]
    [InlineData("postgres://admin@[::1]/main", "::1", 5432, "admin", null, "main")]
    public void Escape_sequences_in_a_URL_are_decoded(string url, string host, int port, string user, string? password, string database)
    {
        var parts = PostgresUrl.Parse(url);
        Assert.Equal((host, port, user, password, database), (parts.Host!, parts.Port, parts.Username!, parts.Password, parts.Database!));
    }

    [Theory]
    [InlineData("disable", SslMode.Disable)]
    [InlineData("require", SslMode.Require)]
    [InlineData("verify-ca", SslMode.VerifyCA)]
    [InlineData("verify-full", SslMode.VerifyFull)]
    [InlineData("Verify%2DFull", SslMode.VerifyFull)]
    public void Sslmode_is_applied(string text, SslMode mode) =>
        Assert.Equal(mode, PostgresUrl.Parse($"postgres://admin@db.example/main?sslmode={text}").SslMode);

    [Theory]
    [InlineData("sslmode=7", "sslmode: 7 is not disable, allow")]
    [InlineData("sslmode=full", "sslmode: 'full' is not disable, allow")]
    [InlineData("sslmode", "sslmode: '' is not disable, allow")]
    [InlineData("sslmode=require&host=/tmp", "'host' is not known")]
    [InlineData("SslMode=require", "'SslMode' is not known")]
    public void An_unsupported_URL_parameter_is_refused(string query, string what)
    {
        var fault = Assert.Throws<StartException>(() => PostgresUrl.Parse($"postgres://admin:secret-word@db.example/main?{query}"));
        Assert.StartsWith("--postgres", fault.Message, StringComparison.Ordinal);
        Assert.Contains(what, fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-word", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://admin:secret-word@localhost")]
    [InlineData("mysql://root:secret-word@127.0.0.1/x")]
    [InlineData("Host=localhost;Password=secret-word")]
    [InlineData("postgres://localhost/x")]
    [InlineData("postgres://:secret-word@localhost/x")]
    [InlineData("postgres://admin:secret-word@localhost:0/x")]
    [InlineData("postgres://admin:secret-word@localhost:99999/x")]
    [InlineData("postgres://admin:secret-word@/x")]
    [InlineData("postgres://admin:secret#word@localhost/x")]
    [InlineData("")]
    [InlineData(null)]
    public void An_invalid_URL_is_refused_without_showing_its_password(string? text)
    {
        var fault = Assert.Throws<StartException>(() => PostgresUrl.Parse(text));
        Assert.StartsWith("--postgres: ", fault.Message, StringComparison.Ordinal);
        Assert.Contains("postgres://user:password@host:5432/postgres", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", fault.Message, StringComparison.Ordinal);
    }
}
