using System.Text.Json;
using System.Text.Json.Serialization;
using KiPass.Issuer.Personal;
using KiPass.Tokens;

namespace KiPass.Issuer.Demo;

/// <summary>
/// People and their outings, read from the standard input of the command <c>demo script</c>:
/// <c>{visitors:[{name, birthDate, phone}], outings:[{visitor, venue, at}]}</c>; the first visitor is the index case.
/// </summary>
internal static class DemoScript
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    /// <exception cref="InvalidDataException">Not a script, or a visitor or an outing in it is not valid.</exception>
    public static (List<DemoVisitor> Population, List<DemoOuting> Outings) Read(string text, DateTimeOffset now)
    {
        var today = KoreanDay.Of(now);
        try
        {
            var script = JsonSerializer.Deserialize<Script>(text, Json);
            if (script is not { Visitors.Count: > 0 })
            {
                throw Invalid("it has no visitors");
            }
            var population = script.Visitors.Select((visitor, place) => Visitor(visitor, place, today)).ToList();
            var outings = script.Outings.OrderBy(o => o.At).ToList();
            return outings.TrueForAll(o => o.Visitor >= 0 && o.Visitor < population.Count && o.At <= now)
                ? (population, outings)
                : throw Invalid("an outing has an unknown visitor, or is in the future");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException("demo: standard input is not a script of visitors and outings.", e);
        }
    }

    private static DemoVisitor Visitor(ScriptVisitor visitor, int place, KoreanDay today) =>
        PersonName.Read(visitor.Name) is { } name
        && BirthDate.Read(visitor.BirthDate, today) is { } born
        && PhoneNumber.Read(visitor.Phone) is { } number
            ? new DemoVisitor(name, born, visitor.Phone, number, Circle: place, Companions: [])
            : throw Invalid($"visitor {place} needs a valid name, date of birth and mobile number");

    private static InvalidDataException Invalid(string reason) => new($"demo: the script cannot be used: {reason}.");

    private sealed record Script(
        [property: JsonRequired] IReadOnlyList<ScriptVisitor> Visitors,
        [property: JsonRequired] IReadOnlyList<DemoOuting> Outings
    );

    private sealed record ScriptVisitor(string Name, string BirthDate, string Phone);
}
