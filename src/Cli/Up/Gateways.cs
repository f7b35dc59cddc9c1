using KiPass.Hosting.Settings;

namespace KiPass.Cli.Up;

/// <summary>
/// Without <c>--demo</c>, <c>up</c> runs only programs that send their one-time codes. With it, they show them in simulated inboxes.
/// </summary>
internal static class Gateways
{
    /// <exception cref="CommandException">A program has no gateway, neither in the environment nor in its folder's settings.</exception>
    public static void Require(UpSettings settings)
    {
        if (settings.Demo)
        {
            return;
        }
        (string Section, string Data, string Gateway)[] programs =
        [
            ("Issuer", settings.IssuerData, "Issuer:Sms:Url"),
            ("Portal", settings.OwnersData, "Portal:MessagesUrl"),
            ("Portal", settings.AuthorityData, "Portal:MessagesUrl"),
        ];
        if (!programs.All(program => IsSet(program.Section, program.Data, program.Gateway)))
        {
            throw new CommandException(
                "One-time codes cannot be sent: set Issuer__Sms__Url and Portal__MessagesUrl in the environment, or start a demonstration with --demo."
            );
        }
    }

    private static bool IsSet(string section, string data, string gateway)
    {
        var configuration = DomainSettings.OfVerb([$"--{section}:Data", data]);
        configuration.AddDomainFolder(section);
        return !string.IsNullOrEmpty(configuration[gateway]) || bool.TryParse(configuration[$"{section}:Demo"], out var demo) && demo;
    }
}
