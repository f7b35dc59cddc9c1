using KiPass.SystemTests.Traces.LineLists;
using KiPass.Testing;
using Microsoft.Data.Sqlite;

namespace KiPass.SystemTests.Audit;

/// <summary>Tests of <c>./kipass audit verify</c> on the chains of a real trace.</summary>
[Collection(TwoIssuersGroup.Name)]
public sealed class AuditVerifyTests(TwoIssuers system)
{
    [Fact]
    public async Task All_three_audit_chains_are_intact_and_match_the_heads_the_peers_stored()
    {
        await system.Finished();
        var (exitCode, output) = await KiPassStack.Command("audit", "verify", "--data", system.Data);
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.True(exitCode == 0, output);
        Assert.Matches(@"^register +[\d,]+ entries  intact; agrees with \d+ heads kept by authority and issuer:1$", lines[0]);
        Assert.Matches(@"^issuer:1 +[\d,]+ entries  intact; agrees with \d+ heads kept by authority and register$", lines[1]);
        Assert.Matches(@"^authority +[\d,]+ entries  intact; agrees with \d+ heads kept by issuer:1 and register$", lines[2]);
        Assert.Matches(@"^issuer:2 +elsewhere  its operator verifies it; \d+ of its heads are kept here$", Assert.Single(lines[3..]));
    }

    [Fact]
    public async Task Audit_verify_reports_the_entry_and_the_witness_of_a_tampered_chain()
    {
        await system.Finished();
        using var copy = new TemporaryFolder();
        foreach (var domain in new[] { "register", "issuer", "authority" })
        {
            Copy(domain, copy[domain]);
        }
        var cut = await Tamper(
            Path.Combine(copy["register"], "register.db"),
            "DROP TRIGGER audit_entry_is_never_removed; DELETE FROM audit_entry WHERE number > 1;",
            "SELECT 2"
        );
        var changed = await Tamper(
            Path.Combine(copy["issuer"], "issuer.db"),
            "UPDATE audit SET record = replace(record, '\"facts\"', '\"fact\"') WHERE number = (SELECT max(number) FROM audit);",
            "SELECT max(number) FROM audit"
        );

        var (exitCode, output) = await KiPassStack.Command("audit", "verify", "--data", copy.Path);

        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(1, exitCode);
        Assert.EndsWith($"BROKEN at entry {cut}: cut off; authority and issuer:1 kept a later head", lines[0], StringComparison.Ordinal);
        Assert.EndsWith($"BROKEN at entry {changed}: it was changed", lines[1], StringComparison.Ordinal);
        Assert.Contains("  intact; ", lines[2], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Audit_verify_reports_a_folder_without_domains_in_one_line()
    {
        using var folder = new TemporaryFolder();
        var (exitCode, output) = await KiPassStack.Command("audit", "verify", "--data", folder.Path);
        Assert.Equal(2, exitCode);
        Assert.Single(output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    // A copy of what an auditor needs, made while the programs run.
    private void Copy(string domain, string to)
    {
        var from = Path.Combine(system.Data, domain);
        foreach (var part in new[] { "keys", "trust" })
        {
            foreach (var file in Directory.EnumerateFiles(Path.Combine(from, part), "*.json", SearchOption.AllDirectories))
            {
                var target = Path.Combine(to, Path.GetRelativePath(from, file));
                Directory.CreateDirectory(Path.GetDirectoryName(target)!);
                File.Copy(file, target);
            }
        }
        using var source = new SqliteConnection($"Data Source={Path.Combine(from, $"{domain}.db")};Mode=ReadOnly;Pooling=false");
        using var copy = new SqliteConnection($"Data Source={Path.Combine(to, $"{domain}.db")};Pooling=false");
        source.Open();
        copy.Open();
        source.BackupDatabase(copy);
    }

    private static async Task<long> Tamper(string file, string sql, string ask)
    {
        await using var connection = new SqliteConnection($"Data Source={file};Pooling=false");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
        command.CommandText = ask;
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
