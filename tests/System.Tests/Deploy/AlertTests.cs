using System.Text.Json;
using System.Text.Json.Nodes;
using KiPass.Testing;

namespace KiPass.SystemTests.Deploy;

/// <summary>Each alert fires on its failure condition and none fires on a healthy system, according to Prometheus' rule unit tests.</summary>
[Needs("prometheus")]
public sealed class AlertTests
{
    private const string Pool = """db_client_connection_pool_name="kipass-tracer",instance="a" """;

    // A minute a value, for an hour or more: a register and an issuer that are well.
    private static readonly Dictionary<string, string> Well = new()
    {
        ["""kipass_visits_oldest_seconds{instance="a"}"""] = "2400000x200",
        ["""kipass_retention_age_seconds{instance="a"}"""] = "600x200",
        ["""kipass_scan_duration_seconds_bucket{instance="a",le="0.05"}"""] = "0+600x200",
        ["""kipass_scan_duration_seconds_bucket{instance="a",le="1"}"""] = "0+600x200",
        ["""kipass_scan_duration_seconds_bucket{instance="a",le="+Inf"}"""] = "0+600x200",
        ["""kipass_visits_unconfirmed_total{instance="a"}"""] = "7x200",
        ["""kipass_visits_waiting{instance="a"}"""] = "40x200",
        ["""kipass_scans_total{instance="a",result="accepted"}"""] = "0+550x200",
        ["""kipass_scans_total{instance="a",result="pass-expired"}"""] = "0+50x200",
        [$$"""db_client_connection_count{db_client_connection_state="used",{{Pool}}}"""] = "3x200",
        [$$"""db_client_connection_max{{{Pool}}}"""] = "16x200",
        ["""kipass_visits_commit_duration_seconds_bucket{instance="a",le="0.01"}"""] = "0+60x200",
        ["""kipass_visits_commit_duration_seconds_bucket{instance="a",le="1"}"""] = "0+60x200",
        ["""kipass_visits_commit_duration_seconds_bucket{instance="a",le="+Inf"}"""] = "0+60x200",
        ["""kipass_traces_running{instance="a"}"""] = "0x200",
        ["""kipass_issuer_daykeys_overdue{instance="a"}"""] = "0x200",
        ["""kipass_issuer_disclosures_total{instance="a",result="answered"}"""] = "0+2x200",
        ["""kipass_issuer_disclosures_total{instance="a",result="order-expired"}"""] = "1x200",
        ["""kipass_issuer_passes_total{instance="a"}"""] = "0+5000x200",
        ["""kipass_issuer_tickets_total{instance="a"}"""] = "7x200",
    };

    public static TheoryData<string, string, string> Troubles() =>
        new()
        {
            { "KiPassVisitsOverdue", "kipass_visits_oldest_seconds", "2520000x200" },
            { "KiPassDestructionSilent", "kipass_retention_age_seconds", "8000+60x200" },
            { "KiPassScansSlow", """kipass_scan_duration_seconds_bucket{instance="a",le="0.05"}""", "0+500x200" },
            { "KiPassVisitsUnconfirmed", "kipass_visits_unconfirmed_total", "0+1x200" },
            { "KiPassQueueLong", "kipass_visits_waiting", "3000x200" },
            { "KiPassRefusalsUnusual", "kipass_scans_total{instance=\"a\",result=\"pass-expired\"}", "0+300x200" },
            { "KiPassConnectionsExhausted", "db_client_connection_count", "16x200" },
            { "KiPassDatabaseSlow", """kipass_visits_commit_duration_seconds_bucket{instance="a",le="0.01"}""", "0+30x200" },
            { "KiPassTracesWaiting", "kipass_traces_running", "1x200" },
            { "KiPassDayKeyOverdue", "kipass_issuer_daykeys_overdue", "1x200" },
            { "KiPassDisclosuresRefused", "kipass_issuer_disclosures_total{instance=\"a\",result=\"order-expired\"}", "0+1x200" },
            { "KiPassNoPasses", "kipass_issuer_passes_total", "9x200" },
        };

    [Theory, MemberData(nameof(Troubles))]
    public async Task Each_alert_fires_on_its_failure_condition(string alert, string series, string values)
    {
        var changed = Well.Keys.Single(name => name.StartsWith(series, StringComparison.Ordinal));
        var rule = Rules().Single(rule => rule.Text("alert") == alert);
        var labels = rule["labels"]!.DeepClone().AsObject();
        if (rule.Text("expr")!.StartsWith("min_over_time", StringComparison.Ordinal) || alert == "KiPassConnectionsExhausted")
        {
            // These look at each series by itself and keep what names it; one of them compares by instance and pool.
            foreach (
                var label in changed[(changed.IndexOf('{', StringComparison.Ordinal) + 1)..^1].Split(',').Where(l => !l.Contains("state"))
            )
            {
                labels[label.Split('=')[0]] = label.Split('=')[1].Trim().Trim('"');
            }
        }
        var fired = new JsonObject { ["exp_labels"] = labels, ["exp_annotations"] = rule["annotations"]!.DeepClone() };

        await Judge(new(Well) { [changed] = values }, [Expect(alert, fired)]);
    }

    [Fact]
    public async Task No_alert_fires_on_a_healthy_system() =>
        await Judge(Well, [.. Rules().Select(rule => Expect(rule.Text("alert")!, null))]);

    [Fact]
    public void Every_alert_has_a_test_case() =>
        Assert.Equal(Rules().Select(rule => rule.Text("alert")).Order(), Troubles().Select(row => row.Data.Item1).Order());

    private static IEnumerable<JsonObject> Rules() =>
        Files()
            .SelectMany(file => Manifests.Read(Path.GetRelativePath(Manifests.Folder, file)))
            .SelectMany(document => document.Items("groups"))
            .SelectMany(group => group.Items("rules"));

    private static string[] Files() => Directory.GetFiles(Path.Combine(Manifests.Folder, "prometheus"), "*-alerts.yml");

    private static JsonObject Expect(string alert, JsonObject? fired) =>
        new()
        {
            ["eval_time"] = "180m",
            ["alertname"] = alert,
            ["exp_alerts"] = fired is null ? new JsonArray() : new JsonArray(fired),
        };

    // JSON is YAML.
    private static async Task Judge(Dictionary<string, string> series, JsonObject[] expected)
    {
        using var folder = new TemporaryFolder();
        var input = series.Select(pair => new JsonObject { ["series"] = pair.Key, ["values"] = pair.Value });
        var test = new JsonObject
        {
            ["rule_files"] = JsonSerializer.SerializeToNode(Files()),
            ["evaluation_interval"] = "1m",
            ["tests"] = new JsonArray(
                new JsonObject
                {
                    ["interval"] = "1m",
                    ["input_series"] = new JsonArray([.. input]),
                    ["alert_rule_test"] = new JsonArray([.. expected]),
                }
            ),
        };
        await File.WriteAllTextAsync(folder["test.yml"], test.ToJsonString());
        Assert.Contains("SUCCESS", await Tool.Run("promtool", "test", "rules", folder["test.yml"]), StringComparison.Ordinal);
    }
}
