using System.Text.RegularExpressions;
using KiPass.Testing;

namespace KiPass.Hosting.Tests.Attacks;

public sealed partial class ShippedGatewayTests
{
    private static readonly string Deploy = Path.Combine(KiPassStack.Root, "deploy");

    private static readonly Dictionary<string, string> Gateways = new()
    {
        ["issuer"] = "Issuer__Sms__Url",
        ["owners"] = "Portal__MessagesUrl",
        ["officials"] = "Portal__MessagesUrl",
    };

    public static TheoryData<string> Programs => [.. Gateways.Keys];

    [Theory, MemberData(nameof(Programs))]
    [Attack("An installation from a shipped file shows its codes to everyone")]
    public void Nobody_installs_a_program_from_a_shipped_file_that_names_no_gateway(string program)
    {
        var unit = File.ReadAllText(Path.Combine(Deploy, "systemd", $"kipass-{program}.service"));
        Assert.Matches($"(?m)^Environment={Gateways[program]}=http", unit);

        var pods = Directory
            .EnumerateFiles(Path.Combine(Deploy, "kubernetes"), "*.yaml")
            .SelectMany(file => File.ReadAllText(file).Split("\n---\n"))
            .Where(document => document.Contains("kind: StatefulSet", StringComparison.Ordinal))
            .Where(document => document.Contains($"image: kipass-{program}\n", StringComparison.Ordinal));
        Assert.Matches($"name: {Gateways[program]}, value: \"https://", Assert.Single(pods));

        var compose = File.ReadAllText(Path.Combine(Deploy, "compose", "compose.yaml"));
        var service = Service().Matches(compose).Single(match => match.Groups["name"].Value == program).Value;
        // The officials' service takes the settings of the owners' one.
        var inherited = service.Contains("<<: *portal", StringComparison.Ordinal)
            ? Service().Matches(compose).Single(match => match.Value.Contains("&portal", StringComparison.Ordinal)).Value
            : "";
        Assert.Contains($"{Gateways[program]}:", service + inherited, StringComparison.Ordinal);
    }

    [Fact]
    [Attack("A shipped file turns the simulated inbox on")]
    public void Nobody_gets_a_simulated_inbox_from_a_shipped_file_without_asking_for_it() =>
        Assert.All(
            Directory
                .EnumerateFiles(Deploy, "*", SearchOption.AllDirectories)
                .SelectMany(file => DemoSwitch().Matches(File.ReadAllText(file)))
                .Select(match => match.Groups["value"].Value),
            value => Assert.Equal("${KIPASS_DEMO:-false}", value)
        );

    [GeneratedRegex("(?m)^  (?<name>[a-z-]+):\n(    .*\n|\n)+")]
    private static partial Regex Service();

    [GeneratedRegex("(?m)(Issuer|Portal|Register)__Demo(?:__\\w+)?[:=]\\s*(?<value>.*)$")]
    private static partial Regex DemoSwitch();
}
