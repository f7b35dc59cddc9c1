using System.Net.Sockets;
using KiPass.Grains.Database;
using KiPass.Tokens.Keys;
using Microsoft.AspNetCore.Connections;
using Orleans.Runtime;

namespace KiPass.Silo.Hosting;

/// <summary>What an operator can mend is one line on stderr and exit code 2, without a stack trace. Anything else is a bug and throws.</summary>
internal static class StartFailure
{
    private const int ExitCode = 2;

    public static async Task<int> InOneLine(Func<Task<int>> run)
    {
        try
        {
            return await run();
        }
        catch (Exception e) when (Explain(e) is { } line)
        {
            await Console.Error.WriteLineAsync(line);
            return ExitCode;
        }
    }

    private static string? Explain(Exception e) => Chain(e).Select(Line).FirstOrDefault(line => line is not null);

    private static string? Line(Exception e) =>
        e switch
        {
            RegisterStartException or DomainFolderException or OrleansConfigurationException => e.Message.ReplaceLineEndings(" "),
            AddressInUseException => $"{e.Message} Choose another port with --urls.",
            IOException { InnerException: AddressInUseException } => $"{e.Message} Choose another port with --urls.",
            SocketException { SocketErrorCode: SocketError.AddressAlreadyInUse } =>
                "A port of Orleans (Register:SiloPort or Register:GatewayPort) is in use.",
            _ => null,
        };

    private static IEnumerable<Exception> Chain(Exception e)
    {
        for (var at = e; at is not null; at = at is AggregateException { InnerExceptions: [var first, ..] } ? first : at.InnerException)
        {
            yield return at;
        }
    }
}
