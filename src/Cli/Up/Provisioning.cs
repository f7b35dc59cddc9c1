using KiPass.Cli.Programs;

namespace KiPass.Cli.Up;

/// <summary>Runs each domain's provisioning on PostgreSQL. Each domain keeps its passwords in its own <c>settings.json</c>.</summary>
internal static class Provisioning
{
    public static async Task Run(UpSettings settings, string superuserUrl, Action<string> say, CancellationToken cancellationToken)
    {
        (string Project, string Section, string Data, string Database, string[] More)[] domains =
        [
            ("src/Silo", "Register", settings.RegisterData, "kipass_register", []),
            ("src/Issuer", "Issuer", settings.IssuerData, "kipass_issuer", []),
            ("src/Portal/Owners", "Portal", settings.OwnersData, "kipass_owners", []),
            ("src/Portal/Officials", "Portal", settings.AuthorityData, "kipass_authority", []),
        ];
        foreach (var domain in domains.Where(d => !File.Exists(Path.Combine(d.Data, "settings.json"))))
        {
            say($"making database {domain.Database}");
            string[] arguments = ["provision", "--database", domain.Database, $"--{domain.Section}:Data", domain.Data, .. domain.More];
            var assembly = BuiltPrograms.Assembly(domain.Project);
            await DotnetProgram.RunOnce(domain.Database, assembly, arguments, input: null, cancellationToken, superuserUrl);
        }
    }
}
