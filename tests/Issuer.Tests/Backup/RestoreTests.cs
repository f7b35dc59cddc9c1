using System.Security.Cryptography;
using KiPass.Hosting.Settings;
using KiPass.Issuer.Audit;
using KiPass.Issuer.DayKeys;
using KiPass.Issuer.Hosting;
using KiPass.Issuer.Personal;
using KiPass.Issuer.Settings;
using KiPass.Issuer.Visitors;
using KiPass.Testing;
using KiPass.Tokens;

namespace KiPass.Issuer.Tests.Backup;

/// <summary>
/// Goal: a restored store brings back neither a person who was erased nor a destroyed day key. Method: back up, erase, let 30 days go by,
/// restore, start.
/// </summary>
public sealed class RestoreTests
{
    private static readonly PhoneNumber Leaving = PhoneNumber.Read("010-2345-6789")!.Value;
    private static readonly PhoneNumber Staying = PhoneNumber.Read("010-9876-5432")!.Value;

    [Fact]
    public async Task A_restore_does_not_recover_erased_people_or_destroyed_day_keys()
    {
        await using var issuer = await IssuerHost.StartAsync();
        using var places = new TemporaryFolder();
        Directory.CreateSymbolicLink(places["issuer"], issuer.Data);
        var day = KoreanDay.Of(IssuerHost.Start);
        var token = await issuer.Verify();
        var other = await issuer.Verify("010-9876-5432", "이바다", "1985-02-02");
        var gone = (await issuer.Json(HttpMethod.Post, "/v1/me/companions", other, new { name = "이하루", birthDate = "2015-01-01" }, 201))
            .GetProperty("companionId")
            .GetString();
        await issuer.Json(HttpMethod.Post, "/v1/me/companions", other, new { name = "이나루", birthDate = "2016-01-01" }, 201);
        var (made, printed) = await KiPassStack.Command("backup", "issuer", "--data", places.Path, "--to", places["backups"]);
        Assert.True(made == 0, printed);
        var backup = printed.Trim();
        Assert.Equal(
            ["issuer.db", "manifest.json", "manifest.jws"],
            Directory.EnumerateFiles(backup, "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(backup, f)).Order()
        );

        await issuer.Json(HttpMethod.Delete, "/v1/me", token, null, 204);
        await issuer.Json(HttpMethod.Delete, $"/v1/me/companions/{gone}", other, null, 204);
        issuer.Time.Advance(TimeSpan.FromDays(30));
        await issuer.Get<DayKeyring>().DestroyOverdue(CancellationToken.None);
        Assert.False(File.Exists(Path.Combine(issuer.Data, "daykeys", $"{day}.key")));
        var said = "";
        await issuer.Restart(() => said = Restore(backup, places.Path));

        Assert.StartsWith("restored issuer", said);
        var visitors = issuer.Get<VisitorStore>();
        Assert.Null(await visitors.FindByPhone(Leaving, CancellationToken.None));
        var staying = await visitors.FindByPhone(Staying, CancellationToken.None);
        var companion = Assert.Single(await visitors.Companions(staying!.VisitorId, CancellationToken.None));
        Assert.Equal("이나루", companion.Name.Value);
        Assert.Null(issuer.Get<DayKeyring>().Find(day));
        var destroyed = (await issuer.Get<AuditLog>().Records(CancellationToken.None))
            .Select(r => r.Entry)
            .Where(e => e.Kind == "destroyed");
        Assert.Equal(["account", "day-key", "day-key"], destroyed.Select(entry => entry.Facts["what"]).Order());
    }

    [Fact]
    public async Task An_erasure_list_written_with_another_key_prevents_startup()
    {
        await using var issuer = await IssuerHost.StartAsync();
        using var others = new PersonalKey(RandomNumberGenerator.GetBytes(32));
        new ErasureList(Path.Combine(issuer.Data, "daykeys", "erased"), others, issuer.Time).Add(Id.Random());

        var refused = await Assert.ThrowsAsync<StartException>(() => issuer.Services.Prepare(CancellationToken.None));

        Assert.Contains("another keys/personal.json", refused.Message);
    }

    [Fact]
    public async Task A_truncated_erasure_line_does_not_hide_the_next_line()
    {
        await using var issuer = await IssuerHost.StartAsync();
        var list = issuer.Get<ErasureList>();
        var file = Path.Combine(issuer.Data, "daykeys", "erased", $"{KoreanDay.Of(IssuerHost.Start)}.ids");
        var (first, second) = (Id.Random(), Id.Random());
        list.Add(first);
        await File.AppendAllTextAsync(file, "\nAbCdEf");
        list.Add(second);

        Assert.Equal([first, second], list.Read());
        issuer.Time.Advance(TimeSpan.FromDays(36));
        Assert.Empty(list.Read());
        Assert.False(File.Exists(file));
    }

    private static string Restore(string backup, string data)
    {
        var (exitCode, output) = KiPassStack.Command("restore", backup, "--data", data, "--replace").GetAwaiter().GetResult();
        Assert.True(exitCode == 0, output);
        return output;
    }
}
