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

    // Found by reflection, so that a new type cannot be forgotten.
    private static readonly IReadOnlyList<string> Types =
    [
        .. typeof(TraceOrder)
            .Assembly.GetTypes()
            .SelectMany(type =>
                type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
            )
            .Where(field => field.IsLiteral && field.FieldType == typeof(string))
            .Select(field => (string)field.GetRawConstantValue()!)
            .Where(value => value.EndsWith("+jwt", StringComparison.Ordinal)),
    ];

    [Fact]
    public void Every_JWS_type_is_documented_for_integrators()
    {
        Assert.True(Types.Count >= 11, string.Join(' ', Types));
        Assert.All(Types, type => Assert.Contains($"`{type}`", Issuer + Scanner, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_documented_JWS_type_exists() =>
        Assert.All(Type().Matches(Issuer + Scanner).Select(match => match.Value), type => Assert.Contains(type, Types));

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

    [GeneratedRegex(@"kipass-[a-z]+\+jwt")]
    private static partial Regex Type();
}
