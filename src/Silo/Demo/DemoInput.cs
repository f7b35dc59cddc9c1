using System.Text.Json;
using System.Text.Json.Serialization;
using KiPass.Hosting.Settings;

namespace KiPass.Silo.Demo;

/// <summary>A visit to seed: the scanner's request and its facility.</summary>
/// <param name="At">Time of the scan, inside the pass's slot.</param>
/// <param name="Venue">Index of the demonstration facility, from 0.</param>
internal sealed record DemoVisit(
    [property: JsonPropertyName("at"), JsonRequired] DateTimeOffset At,
    [property: JsonPropertyName("pass"), JsonRequired] string Pass,
    [property: JsonPropertyName("venue"), JsonRequired] int Venue
)
{
    /// <summary>Redacted, so that a pass cannot reach a log.</summary>
    public override string ToString() => nameof(DemoVisit);
}

/// <summary>Standard input: <c>{visits:[{at, pass, venue}], devicesEach?}</c>.</summary>
/// <param name="DevicesEach">Number of devices to pair and print per facility, for load tests; none when absent.</param>
internal sealed record DemoInput(
    [property: JsonPropertyName("visits"), JsonRequired] IReadOnlyList<DemoVisit> Visits,
    [property: JsonPropertyName("devicesEach")] int DevicesEach = 0
)
{
    public static async Task<DemoInput> Read(Stream input)
    {
        try
        {
            return await JsonSerializer.DeserializeAsync<DemoInput>(input) ?? throw new JsonException();
        }
        catch (JsonException e)
        {
            throw new StartException("demo: standard input is not {\"visits\":[{\"at\",\"pass\",\"venue\"}]}.", e);
        }
    }
}
