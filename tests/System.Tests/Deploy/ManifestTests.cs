using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using KiPass.Testing;

namespace KiPass.SystemTests.Deploy;

/// <summary>Parses the files of <c>deploy/</c> that cannot run here and checks them against the deployment rules and the code.</summary>
[Needs("prometheus", "systemd")]
public sealed partial class ManifestTests
{
    private static readonly string[] Programs = ["register", "owners", "issuer", "officials"];

    [Fact]
    public void Every_setting_in_a_manifest_exists_in_the_code()
    {
        var known = new[] { "Register", "Issuer", "Portal", "Telemetry" }.SelectMany(SettingsManual.Under).ToHashSet();
        var named = Directory
            .GetFiles(Manifests.Folder, "*", SearchOption.AllDirectories)
            .Where(file => Path.GetExtension(file) is ".yaml" or ".service")
            .Append(Path.Combine(KiPassStack.Root, "docs", "operations.md"))
            .SelectMany(file => Setting().Matches(File.ReadAllText(file)))
            .Select(match => match.Value.Replace("__", ":", StringComparison.Ordinal))
            .Distinct()
            .ToList();

        Assert.Contains("Portal:RegisterCalls", named);
        Assert.Empty(named.Except(known));
    }

    [Fact]
    public void Every_pod_runs_unprivileged_with_a_read_only_root_and_working_probes()
    {
        var pods = Manifests.OfKind("StatefulSet").Concat(Manifests.OfKind("Deployment")).ToList();
        Assert.Equal(Programs.Order(), pods.Select(pod => pod.Text("metadata", "name")).Order());
        foreach (var pod in pods)
        {
            var spec = pod.At("spec", "template", "spec");
            Assert.Equal(pod.Text("spec", "selector", "matchLabels", "app"), pod.Text("spec", "template", "metadata", "labels", "app"));
            Assert.Equal("false", spec.Text("automountServiceAccountToken"));
            Assert.Equal("true", spec.Text("securityContext", "runAsNonRoot"));
            Assert.Equal("RuntimeDefault", spec.Text("securityContext", "seccompProfile", "type"));
            // A silo finishes what it has begun within 15 s; the pod is given more.
            Assert.True(int.Parse(spec.Text("terminationGracePeriodSeconds")!, null) > 15);
            var container = Assert.Single(spec.Items("containers"));
            Assert.Equal("true", container.Text("securityContext", "readOnlyRootFilesystem"));
            Assert.Equal("false", container.Text("securityContext", "allowPrivilegeEscalation"));
            Assert.Equal(["ALL"], container.Texts("securityContext", "capabilities", "drop"));
            Assert.NotNull(container.Text("resources", "requests", "cpu"));
            Assert.NotNull(container.Text("resources", "limits", "memory"));
            Assert.Equal("/health/live", container.Text("livenessProbe", "httpGet", "path"));
            Assert.Equal("/health/ready", container.Text("readinessProbe", "httpGet", "path"));
            Assert.Equal("/health/live", container.Text("startupProbe", "httpGet", "path"));
            MountsAreThere(pod, spec!, container);
            PortsAgree(container);
        }
    }

    [Fact]
    public void The_register_has_at_least_three_silos_and_disrupts_one_at_a_time()
    {
        var register = Manifests.OfKind("StatefulSet").Single(set => set.Text("metadata", "name") == "register");
        var budget = Assert.Single(Manifests.OfKind("PodDisruptionBudget"));
        Assert.True(int.Parse(register.Text("spec", "replicas")!, null) >= 3);
        Assert.Equal("1", budget.Text("spec", "maxUnavailable"));
        Assert.Equal("register", budget.Text("spec", "selector", "matchLabels", "app"));
        Assert.Equal(register.Text("metadata", "namespace"), budget.Text("metadata", "namespace"));
    }

    [Fact]
    public void Services_and_network_policies_refer_to_existing_pods_and_ports()
    {
        var ports = Manifests
            .OfKind("StatefulSet")
            .ToDictionary(
                pod => (pod.Text("metadata", "namespace")!, pod.Text("metadata", "name")!),
                pod =>
                    pod.Items("spec", "template", "spec", "containers")
                        .Single()
                        .Items("ports")
                        .Select(p => p.Text("containerPort")!)
                        .ToList()
            );
        foreach (var service in Manifests.OfKind("Service"))
        {
            var of = ports[(service.Text("metadata", "namespace")!, service.Text("spec", "selector", "app")!)];
            Assert.All(service.Items("spec", "ports"), port => Assert.Contains(port.Text("targetPort")!, of));
        }
        foreach (
            var policy in Manifests.OfKind("NetworkPolicy").Where(p => p.Text("spec", "podSelector", "matchLabels", "app") is not null)
        )
        {
            var app = (policy.Text("metadata", "namespace")!, policy.Text("spec", "podSelector", "matchLabels", "app")!);
            var of = app.Item2 == "database" ? ["5432"] : ports[app];
            Assert.All(
                policy.Items("spec", "ingress").SelectMany(rule => rule.Items("ports")),
                port => Assert.Contains(port.Text("port")!, of)
            );
        }
    }

    [Fact]
    public void Only_officials_to_register_and_register_to_issuer_traffic_crosses_domains()
    {
        var namespaces = Manifests.OfKind("Namespace").Select(space => space.Text("metadata", "name")!).ToList();
        Assert.Equal(["kipass-authority", "kipass-identity", "kipass-visits"], namespaces.Order());
        Assert.All(
            Manifests.OfKind("Namespace"),
            space => Assert.Equal("restricted", space.Text("metadata", "labels", "pod-security.kubernetes.io/enforce"))
        );
        var policies = Manifests.OfKind("NetworkPolicy").ToList();
        foreach (var space in namespaces)
        {
            var closed = policies.Single(p =>
                p.Text("metadata", "namespace") == space && p.Text("metadata", "name") == "nothing-unless-named"
            );
            Assert.Equal(["Ingress", "Egress"], closed.Texts("spec", "policyTypes"));
            Assert.Empty(closed.At("spec", "podSelector")!.AsObject());
            Assert.Null(closed.At("spec", "ingress"));
        }
        var crossing = new SortedSet<string>();
        foreach (var policy in policies)
        {
            var here = policy.Text("metadata", "namespace")!;
            var app = policy.Text("spec", "podSelector", "matchLabels", "app");
            foreach (var way in new[] { "ingress", "egress" })
            {
                // A rule without peers, and a selector that selects everything, would let in whoever asks.
                var rules = policy.Items("spec", way).Select(rule => rule.Items(way == "ingress" ? "from" : "to").ToList()).ToList();
                Assert.All(rules, peers => Assert.NotEmpty(peers));
                foreach (var peer in rules.SelectMany(peers => peers))
                {
                    Assert.True(IsNarrow(peer), $"{here}, {policy.Text("metadata", "name")}: {peer.ToJsonString()}");
                    var there = peer.Text("namespaceSelector", "matchLabels", "kubernetes.io/metadata.name") ?? here;
                    var other = peer.Text("podSelector", "matchLabels", "app");
                    if (there != here && namespaces.Contains(there))
                    {
                        crossing.Add(way == "ingress" ? $"{other} > {app}" : $"{app} > {other}");
                    }
                    Assert.False(app == "database" && there != here, $"{here}: its database answers {there}");
                }
            }
        }
        Assert.Equal(["officials > register", "register > issuer"], crossing);
    }

    [Fact]
    public void Compose_isolates_each_database_in_its_domain_and_runs_programs_unprivileged()
    {
        var compose = Manifests.Read("compose/compose.yaml").Single();
        var services = compose["services"]!.AsObject();
        foreach (var (name, service) in services)
        {
            Assert.Contains("ALL", service.Texts("cap_drop"));
            Assert.Contains("no-new-privileges:true", service.Texts("security_opt"));
            if (name.EndsWith("-database", StringComparison.Ordinal))
            {
                Assert.Single(Networks(service));
                Assert.All(service.Items("ports"), _ => Assert.Fail($"{name} is published"));
            }
            else
            {
                Assert.Equal("true", service.Text("read_only"));
                Assert.DoesNotMatch("^0|root", service.Text("user"));
            }
            Assert.All(Networks(service), network => Assert.NotNull(compose.At("networks", network)));
            Assert.All(service.Texts("ports"), port => Assert.StartsWith("127.0.0.1:", port));
        }
        Assert.Equal(["register"], Shared("register-database").Except(["owners", "register-gateway", "register-database"]));
        Assert.Equal(["issuer"], Shared("issuer-database").Except(["issuer-database"]));
        Assert.Equal(["officials"], Shared("authority-database").Except(["authority-database"]));
        Assert.Equal(["issuer", "register"], services.Where(s => Networks(s.Value).Contains("disclosures")).Select(s => s.Key).Order());

        IEnumerable<string> Shared(string database) =>
            services.Where(s => Networks(s.Value).Intersect(Networks(services[database])).Any()).Select(s => s.Key);
    }

    [Fact]
    public async Task Systemd_accepts_the_sandboxed_units()
    {
        using var folder = new TemporaryFolder();
        foreach (var unit in Directory.GetFiles(Path.Combine(Manifests.Folder, "systemd")))
        {
            var text = await File.ReadAllTextAsync(unit);
            foreach (
                var line in new[]
                {
                    "NoNewPrivileges=yes",
                    "ProtectSystem=strict",
                    "CapabilityBoundingSet=\n",
                    "UMask=0077",
                    "PrivateTmp=yes",
                }
            )
            {
                Assert.Contains(line, text, StringComparison.Ordinal);
            }
            Assert.Matches(@"User=kipass-\w+\n", text);
            // The program is looked for on this machine, where it is not installed; its user neither.
            var checkable = Regex.Replace(text, "(?m)^ExecStart=.*$", "ExecStart=/bin/true");
            var copy = folder[Path.GetFileName(unit)];
            await File.WriteAllTextAsync(copy, Regex.Replace(checkable, "(?m)^(User|Group)=.*$", ""));
            Assert.Equal("", await Tool.Run("systemd-analyze", "verify", "--man=no", copy));
        }
        Assert.Equal(Programs.Length, Directory.GetFiles(folder.Path).Length);
    }

    [Fact]
    public async Task Prometheus_accepts_the_alert_rules_scrape_jobs_and_dashboard_queries()
    {
        // With the rules that it names.
        var jobs = Path.Combine(Manifests.Folder, "prometheus", "prometheus.yml");
        Assert.Contains("2 rule files found", await Tool.Run("promtool", "check", "config", jobs), StringComparison.Ordinal);
        using var folder = new TemporaryFolder();
        var dashboard = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(Manifests.Folder, "grafana", "kipass-register.json")));
        var questions = dashboard
            .Items("panels")
            .SelectMany(panel => panel.Items("targets"))
            .Select(target => target.Text("expr")!)
            .ToList();
        Assert.NotEmpty(questions);
        var asRules = new JsonObject
        {
            ["groups"] = new JsonArray(
                new JsonObject
                {
                    ["name"] = "dashboard",
                    ["rules"] = new JsonArray([
                        .. questions.Select((expr, i) => new JsonObject { ["record"] = $"question:{i}", ["expr"] = expr }),
                    ]),
                }
            ),
        };
        await File.WriteAllTextAsync(folder["dashboard.yml"], asRules.ToJsonString());
        Assert.Contains($"{questions.Count} rules found", await Tool.Run("promtool", "check", "rules", folder["dashboard.yml"]));
    }

    // A pod by its app, alone or in a named namespace; a namespace by its name; or the Internet without any private network.
    private static bool IsNarrow(JsonObject peer) =>
        peer.Text("podSelector", "matchLabels", "app") is not null && (peer["namespaceSelector"] is null || IsNamed(peer))
        || peer["podSelector"] is null && IsNamed(peer)
        || peer.Text("podSelector", "matchLabels", "k8s-app") == "kube-dns" && IsNamed(peer)
        || peer.Count == 1 && peer.Texts("ipBlock", "except").SequenceEqual(["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"]);

    private static bool IsNamed(JsonObject peer) =>
        peer.Text("namespaceSelector", "matchLabels", "kubernetes.io/metadata.name") is not null;

    [Fact]
    public void The_manual_lists_exactly_the_defined_alerts()
    {
        var rules = Directory.GetFiles(Path.Combine(Manifests.Folder, "prometheus"), "*-alerts.yml").SelectMany(File.ReadLines);
        var alerts = rules.Where(line => line.Contains("- alert: ", StringComparison.Ordinal)).Select(line => line.Split(": ")[1].Trim());
        var manual = File.ReadAllText(Path.Combine(KiPassStack.Root, "docs", "operations.md"));

        Assert.Equal(alerts.Order(), AlertName().Matches(manual).Select(match => match.Value).Distinct().Order());
    }

    private static IEnumerable<string> Networks(JsonNode? service) =>
        service.At("networks") is JsonObject named ? named.Select(network => network.Key) : service.Texts("networks");

    private static void MountsAreThere(JsonObject pod, JsonNode spec, JsonObject container)
    {
        var volumes = spec.Items("volumes")
            .Select(volume => volume.Text("name"))
            .Concat(pod.Items("spec", "volumeClaimTemplates").Select(claim => claim.Text("metadata", "name")))
            .ToList();
        Assert.All(container.Items("volumeMounts"), mount => Assert.Contains(mount.Text("name"), volumes));
        Assert.All(volumes, volume => Assert.Contains(container.Items("volumeMounts"), mount => mount.Text("name") == volume));
    }

    private static void PortsAgree(JsonObject container)
    {
        var settings = container.Items("env").ToDictionary(entry => entry.Text("name")!, entry => entry.Text("value"));
        var open = container.Items("ports").ToDictionary(port => port.Text("name")!, port => port.Text("containerPort"));
        Assert.Equal($"http://*:{open["http"]}", settings["Urls"]);
        Assert.Equal(open["metrics"], settings["Telemetry__MetricsPort"]);
        if (settings.TryGetValue("Register__SiloPort", out var silo))
        {
            Assert.Equal((open["silo"], open["portals"]), (silo, settings["Register__PortalPort"]));
        }
    }

    [GeneratedRegex(@"\bKiPass[A-Z][a-z]+[A-Z][A-Za-z]+\b")]
    private static partial Regex AlertName();

    [GeneratedRegex(@"\b(Register|Issuer|Portal|Telemetry)(__[A-Za-z]+)+")]
    private static partial Regex Setting();
}
