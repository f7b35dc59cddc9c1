using KiPass.Cli.Tests.Fixtures;
using KiPass.Testing;

namespace KiPass.Cli.Tests.Attacks;

public sealed class PasswordArgumentTests
{
    [Theory]
    [InlineData("up")]
    [InlineData("up", "--silos", "3")]
    [InlineData("restore", "/tmp/absent")]
    [InlineData("audit", "verify")]
    [Attack("A password is given to a command as an argument, where every user of the machine can read it")]
    public async Task Nobody_learns_a_password_from_the_arguments_of_a_command(params string[] command)
    {
        foreach (
            var url in new[]
            {
                "postgres://postgres:secret-word@127.0.0.1:1/postgres",
                "postgres://postgres:secret%2Dword@127.0.0.1:1",
                "postgresql://postgres:secret-word@127.0.0.1:1/?sslmode=require",
            }
        )
        {
            var (exitCode, output, errors) = await CommandLine.Run([.. command, "--postgres", url]);

            Assert.Equal(2, exitCode);
            Assert.Contains(
                "Put a URL with a password into KIPASS_POSTGRES, or the password into the file that PGPASSFILE names.",
                Assert.Single(errors.Split('\n', StringSplitOptions.RemoveEmptyEntries)),
                StringComparison.Ordinal
            );
            Assert.DoesNotContain("secret", output + errors, StringComparison.Ordinal);
        }
    }
}
