using System.Text.Json;
using KiPass.Hosting.Demo;
using KiPass.Hosting.Settings;
using KiPass.Portal.Officials.Staff;
using KiPass.Portal.Shared.Accounts;

namespace KiPass.Portal.Officials.Demo;

/// <summary>
/// The command <c>demo</c> creates the accounts of a demonstration. <c>demo cases</c> reads the people of its cases from standard input,
/// <c>[{name, phone}]</c>, while register and issuer run.
/// </summary>
internal static class DemoCommand
{
    public static Task<int> Run(string[] args) =>
        args is ["cases", .. var rest] ? Cases(rest) : DemoAccounts.Run(OfficialsApp.Program, DemoOfficials.All, args);

    private static async Task<int> Cases(string[] args)
    {
        var people = await People();
        var clock = new DemoClock(TimeProvider.System);
        await using var app = OfficialsApp.Create(args, clock);
        await using var scope = app.Services.CreateAsyncScope();
        var past = ActivatorUtilities.CreateInstance<DemoPastTrace>(scope.ServiceProvider);
        await ActivatorUtilities.CreateInstance<DemoCases>(scope.ServiceProvider, clock, past).Seed(people);
        return 0;
    }

    private static async Task<IReadOnlyList<DemoPatient>> People()
    {
        try
        {
            var people = await JsonSerializer.DeserializeAsync<List<DemoPatient>>(Console.OpenStandardInput(), JsonSerializerOptions.Web);
            return people is { Count: >= DemoCases.People } ? people : throw new JsonException();
        }
        catch (JsonException e)
        {
            throw new StartException($"demo: standard input is not a list of {DemoCases.People} people with name and phone.", e);
        }
    }
}

/// <summary>A visitor who became a case of the demonstration.</summary>
internal sealed record DemoPatient(string Name, string Phone)
{
    /// <summary>Redacted, so that a person cannot reach a log.</summary>
    public override string ToString() => nameof(DemoPatient);
}
