using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using KiPass.Hosting.Postgres;
using KiPass.Hosting.Settings;
using KiPass.Issuer.Settings;
using KiPass.Issuer.Storage;
using KiPass.Testing;
using Npgsql;

namespace KiPass.Issuer.Tests.Storage;

/// <summary>One issuer in two processes: the same database, the same folder of day keys.</summary>
public sealed class SeveralProcessesTests
{
    [Fact]
    public async Task Two_processes_of_an_issuer_share_sessions_and_tickets()
    {
        using var shared = new TemporaryFolder();
        await using var first = await IssuerHost.StartAsync(Store.Postgres, $"--Issuer:DayKeys={shared.Path}");
        await using var second = await first.Another();
        var session = await first.Verify();

        Assert.Equal(await Ticket(first.Http, session), await Ticket(second.Http, session));
        // Midnight: both need the key of the new day, and both would make it.
        first.Time.Advance(TimeSpan.FromHours(20));
        var made = await Task.WhenAll(Ticket(first.Http, session), Ticket(second.Http, session));
        Assert.Equal(made[0], made[1]);
        Assert.Empty(Directory.EnumerateFiles(shared.Path, "*.new"));
        Assert.False(Directory.Exists(Path.Combine(first.Data, "daykeys")));
    }

    [Fact]
    public async Task Refuses_to_start_on_a_newer_database_version()
    {
        await using var issuer = await IssuerHost.StartAsync();
        var fault = await Assert.ThrowsAsync<StartException>(() =>
            issuer.Restart(() =>
            {
                using var store = new Microsoft.Data.Sqlite.SqliteConnection(
                    $"Data Source={Path.Combine(issuer.Data, "issuer.db")};Pooling=false"
                );
                store.Open();
                using var command = store.CreateCommand();
                command.CommandText = "INSERT INTO schemaversions (scriptname, applied) VALUES ('9999-of-tomorrow.sql', CURRENT_TIMESTAMP)";
                command.ExecuteNonQuery();
            })
        );
        Assert.Contains("9999-of-tomorrow.sql", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', fault.Message);
    }

    [Fact]
    public async Task The_service_role_cannot_access_other_databases()
    {
        var server = await PostgresServer.Shared;
        using var folder = new TemporaryFolder();
        var (own, other) = ($"iss_{Guid.NewGuid():N}"[..20], $"reg_{Guid.NewGuid():N}"[..20]);
        await ProvisionVerb.Provision(server.Url, own, folder["own"], PostgresSettings.Roles, CancellationToken.None);
        await ProvisionVerb.Provision(server.Url, other, folder["other"], PostgresSettings.Roles, CancellationToken.None);
        var text = server.ConnectionString(other, $"{own}_app");
        await using var source = NpgsqlDataSource.Create(text);
        var closed = await Assert.ThrowsAsync<PostgresException>(async () => await source.OpenConnectionAsync());
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, closed.SqlState);
    }

    private static async Task<Tokens.Passes.Ticket> Ticket(HttpClient issuer, string session)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/tickets") { Content = JsonContent.Create(new { }) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", session);
        using var answer = await issuer.SendAsync(request);
        var body = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.True(answer.IsSuccessStatusCode, body.ToString());
        return PhoneTicket.Read(body)[0].Ticket;
    }
}
