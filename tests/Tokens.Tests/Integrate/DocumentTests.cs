using System.Reflection;
using System.Text.RegularExpressions;
using KiPass.Tokens.Audit;
using KiPass.Tokens.KeyStatements;
using KiPass.Tokens.Orders;

namespace KiPass.Tokens.Tests.Integrate;

/// <summary>The pages for companies name every type of message, and the limits of the code.</summary>
public sealed partial class DocumentTests
{
    private static readonly string Issuer = File.ReadAllText(Path.Combine(JoseVectors.Folder, "issuer.md"));
    private static readonly string Scanner = File.ReadAllText(Path.Combine(JoseVectors.Folder, "scanner.md"));

    [Fact]
    public void Every_JWS_type_is_documented_for_integrators()
    {
        var types = typeof(TraceOrder)
            .Assembly.GetTypes()
            .SelectMany(type =>
                type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
            )
            .Where(field => field.IsLiteral && field.FieldType == typeof(string))
            .Select(field => (string)field.GetRawConstantValue()!)
            .Where(value => value.EndsWith("+jwt", StringComparison.Ordinal))
            .ToList();
        Assert.True(types.Count >= 11, string.Join(' ', types));
        Assert.All(types, type => Assert.Contains($"`{type}`", Issuer + Scanner, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_documented_JWS_type_exists()
    {
        var known = Types().Append("kipass-findings+jwt").Append("kipass-call+jwt").Append("kipass-digest+jwt").ToHashSet();
        Assert.All(Type().Matches(Issuer + Scanner).Select(match => match.Value), type => Assert.Contains(type, known));
    }

    [Theory]
    [InlineData(DisclosureRequest.MostCharacters)]
    [InlineData(TraceOrder.MostCharacters)]
    [InlineData(TraceOrder.MostContacts)]
    [InlineData(TicketsAnswer.MostSiblings)]
    [InlineData(SignedHead.MostCharacters)]
    [InlineData(KeyStatement.MostCharacters)]
    [InlineData(KeyChain.MostStatements)]
    public void The_issuers_page_has_the_limits_of_the_code(int limit) =>
        Assert.Contains(limit.ToString("N0", System.Globalization.CultureInfo.InvariantCulture), Issuer, StringComparison.Ordinal);

    private static IEnumerable<string> Types() =>
        [
            DisclosureRequest.Type,
            TraceOrder.Type,
            SignedHead.Type,
            TicketsAnswer.Subjects,
            TicketsAnswer.Siblings,
            IdentitiesAnswer.Type,
            KeyStatement.Type,
            PaperEntry.Type,
        ];

    [GeneratedRegex(@"kipass-[a-z]+\+jwt")]
    private static partial Regex Type();
}
