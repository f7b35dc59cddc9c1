using System.Data.Common;
using System.Text;
using KiPass.Issuer.Audit;
using KiPass.Issuer.DayKeys;
using KiPass.Issuer.Hosting;
using KiPass.Issuer.Personal;
using KiPass.Issuer.Storage;
using KiPass.Issuer.Visitors;
using KiPass.Tokens;
using KiPass.Tokens.Audit;

namespace KiPass.Issuer.Tests.Visitors;

public sealed class ErasureTests
{
    [Theory, InlineData(Store.Sqlite), InlineData(Store.Postgres)]
    public async Task The_database_contains_no_readable_personal_data(Store store)
    {
        await using var issuer = await IssuerHost.StartAsync(store);
        var token = await issuer.Verify();
        await issuer.Json(HttpMethod.Post, "/v1/me/companions", token, new { name = "김바다", birthDate = "2015-01-01" }, 201);
        foreach (var bytes in await Stored(issuer))
        {
            Assert.DoesNotContain("김하늘", bytes, StringComparison.Ordinal);
            Assert.DoesNotContain("김바다", bytes, StringComparison.Ordinal);
            Assert.DoesNotContain("1023456789", bytes, StringComparison.Ordinal);
            Assert.DoesNotContain("1990-03-01", bytes, StringComparison.Ordinal);
            Assert.DoesNotContain("2015-01-01", bytes, StringComparison.Ordinal);
            Assert.DoesNotContain(token, bytes, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Deleting_an_account_removes_its_data_from_all_files()
    {
        await using var issuer = await IssuerHost.StartAsync();
        var token = await issuer.Verify();
        await issuer.Json(HttpMethod.Post, "/v1/me/companions", token, new { name = "김바다", birthDate = "2015-01-01" }, 201);
        var ticket = await issuer.FirstTicket(token);
        var number = issuer.Get<DayKeyring>().Loaded(KoreanDay.Of(IssuerHost.Start))!.Open(ticket)!.Value.ToBytes();
        Assert.True(await Contains(issuer, number));

        await issuer.Json(HttpMethod.Delete, "/v1/me", token, null, 204);
        Assert.Equal("session-unknown", await issuer.Refusal(HttpMethod.Get, "/v1/me", token, null, 401));
        Assert.Equal("session-unknown", await issuer.Refusal(HttpMethod.Post, "/v1/passes", token, new { count = 1 }, 401));
        Assert.False(await Contains(issuer, number));
        Assert.NotEqual(ticket, await issuer.FirstTicket(await issuer.Verify()));
    }

    [Theory, InlineData(Store.Sqlite), InlineData(Store.Postgres)]
    public async Task An_erasure_is_audited_without_personal_data(Store store)
    {
        await using var issuer = await IssuerHost.StartAsync(store);
        await issuer.Json(HttpMethod.Delete, "/v1/me", await issuer.Verify(), null, 204);
        var records = await issuer.Get<AuditLog>().Records(CancellationToken.None);
        var entry = Assert.Single(records).Entry;
        Assert.Equal("destroyed", entry.Kind);
        Assert.Equal("account", entry.Facts["what"]);
        Assert.Equal("1", entry.Facts["count"]);
        var verifier = new ChainVerifier(await issuer.Get<AuditLog>().Head(CancellationToken.None));
        Assert.All(records, record => Assert.True(verifier.Read(record)));
        Assert.True(verifier.Finish());
    }

    [Theory, InlineData(Store.Sqlite), InlineData(Store.Postgres)]
    public async Task Erases_an_inactive_visitor_once_no_pass_can_be_resolved(Store store)
    {
        await using var issuer = await IssuerHost.StartAsync(store);
        await issuer.Verify();
        var phone = PhoneNumber.Read("010-2345-6789")!.Value;
        var visitors = issuer.Get<VisitorStore>();
        issuer.Time.SetUtcNow(IssuerHost.Start.AddDays(59));
        await issuer.Get<MaintenanceService>().RunOnce(CancellationToken.None);
        Assert.NotNull(await visitors.FindByPhone(phone, CancellationToken.None));
        issuer.Time.SetUtcNow(IssuerHost.Start.AddDays(59).AddHours(1));
        await issuer.Get<MaintenanceService>().RunOnce(CancellationToken.None);
        Assert.Null(await visitors.FindByPhone(phone, CancellationToken.None));
    }

    [Theory, InlineData(Store.Sqlite), InlineData(Store.Postgres)]
    public async Task Expired_codes_and_sessions_are_deleted(Store store)
    {
        await using var issuer = await IssuerHost.StartAsync(store);
        await issuer.Verify();
        await issuer.AskForCode("010-9999-8888");
        issuer.Time.SetUtcNow(IssuerHost.Start.AddDays(31));
        await issuer.Get<MaintenanceService>().RunOnce(CancellationToken.None);
        await using var session = await issuer.Get<IssuerDatabase>().Open(CancellationToken.None);
        foreach (var table in new[] { "verification", "code_quota", "code_day", "code_pause", "session" })
        {
            var left = await session.First($"SELECT count(*) FROM {table}", row => row.GetInt64(0), CancellationToken.None);
            Assert.Equal(0, left);
        }
    }

    private static async Task<List<string>> Stored(IssuerHost issuer)
    {
        var texts = new List<string>();
        foreach (var file in Directory.EnumerateFiles(issuer.Data, "*", SearchOption.AllDirectories))
        {
            texts.Add(Encoding.UTF8.GetString(await Read(file)));
        }
        await using var session = await issuer.Get<IssuerDatabase>().Open(CancellationToken.None);
        foreach (
            var table in new[]
            {
                "visitor",
                "companion",
                "session",
                "verification",
                "code_quota",
                "code_day",
                "code_pause",
                "audit",
                "day_key",
            }
        )
        {
            texts.AddRange(await session.All($"SELECT * FROM {table}", Everything, CancellationToken.None));
        }
        return texts;
    }

    private static string Everything(DbDataReader row) =>
        string.Join(
            ' ',
            Enumerable
                .Range(0, row.FieldCount)
                .Select(i => row.GetValue(i) is byte[] bytes ? Encoding.UTF8.GetString(bytes) : $"{row.GetValue(i)}")
        );

    private static async Task<bool> Contains(IssuerHost issuer, byte[] needle)
    {
        foreach (var file in Directory.EnumerateFiles(issuer.Data, "*", SearchOption.AllDirectories))
        {
            if ((await Read(file)).AsSpan().IndexOf(needle) >= 0)
            {
                return true;
            }
        }
        return false;
    }

    private static async Task<byte[]> Read(string file)
    {
        await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[stream.Length];
        await stream.ReadExactlyAsync(bytes);
        return bytes;
    }
}
