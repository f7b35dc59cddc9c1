using System.Text.Json;
using System.Text.Json.Serialization;
using KiPass.Issuer.Personal;
using KiPass.Tokens;

namespace KiPass.Issuer.Demo;

/// <summary>
/// People and where they went, on the standard input of the verb <c>demo script</c>:
/// <c>{visitors:[{name, birthDate, phone}], outings:[{visitor, venue, at}]}</c>; the first visitor is the index case.
/// </summary>
internal static class DemoScript
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    /// <exception cref="InvalidDataException">Not a script, or somebody or some day in it cannot be.</exception>
    public static (List<DemoVisitor> Population, List<DemoOuting> Outings) Read(string text, DateTimeOffset now)
    {
        var today = KoreanDay.Of(now);
        try
        {
            var script = JsonSerializer.Deserialize<Script>(text, Json);
            if (script is not { Visitors.Count: > 0 })
            {
                throw Wrong("nobody is in it");
            }
            var population = script.Visitors.Select((visitor, place) => Visitor(visitor, place, today)).ToList();
            var outings = script.Outings.OrderBy(o => o.At).ToList();
            return outings.TrueForAll(o => o.Visitor >= 0 && o.Visitor < population.Count && o.At <= now)
                ? (population, outings)
                : throw Wrong("an outing is of nobody, or in the future");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException("demo: standard input is not a script of visitors and outings.", e);
        }
    }

    private static DemoVisitor Visitor(Scripted visitor, int place, KoreanDay today) =>
        PersonName.Read(visitor.Name) is { } name
        && BirthDate.Read(visitor.BirthDate, today) is { } born
        && PhoneNumber.Read(visitor.Phone) is { } number
            ? new DemoVisitor(name, born, visitor.Phone, number, Circle: place, Companions: [])
            : throw Wrong($"visitor {place} has no name, date of birth or Korean mobile number");

    private static InvalidDataException Wrong(string what) => new($"demo: the script cannot be used: {what}.");

    private sealed record Script(
        [property: JsonRequired] IReadOnlyList<Scripted> Visitors,
        [property: JsonRequired] IReadOnlyList<DemoOuting> Outings
    );

    private sealed record Scripted(string Name, string BirthDate, string Phone);
}
