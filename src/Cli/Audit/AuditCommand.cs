using System.CommandLine;

namespace KiPass.Cli.Audit;

/// <summary><c>./kipass audit verify</c>: checks whether any domain's audit chain was changed, truncated or rewritten.</summary>
internal static class AuditCommand
{
    public static Command Create()
    {
        var data = FolderOption.Data();
        var postgres = new Option<string?>("--postgres")
        {
            Description = "As given to up. Each domain still reads its own chain with its own role, from its settings.json.",
        };
        PostgresOption.Check(postgres);
        var verify = new Command(
            "verify",
            "Read each domain's audit chain and compare it with the heads that the others kept. Exit code 1 when one is broken."
        )
        {
            data,
            postgres,
        };
        verify.SetAction(
            async (parsed, cancellationToken) =>
            {
                var folder = FolderOption.Existing(parsed.GetValue(data)!);
                return await new AuditRun(folder, parsed.GetValue(postgres) is not null, Console.Out).Run(cancellationToken);
            }
        );
        return new Command("audit", "The audit chains (감사 기록) of register, issuer and authority.") { verify };
    }
}
