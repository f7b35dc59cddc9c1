using System.CommandLine;
using KiPass.Hosting.Postgres;
using KiPass.Hosting.Settings;

namespace KiPass.Cli;

/// <summary>Checks the URL of <c>--postgres</c>. A URL with a password is refused: everyone on a machine can read arguments.</summary>
internal static class PostgresOption
{
    public static void Check(Option<string?> option) =>
        option.Validators.Add(result =>
        {
            if (result.Tokens is not [{ Value: var text }])
            {
                return;
            }
            try
            {
                PostgresUrl.ParseArgument(text);
            }
            catch (StartException e)
            {
                result.AddError(e.Message);
            }
        });
}
