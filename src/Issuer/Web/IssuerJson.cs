using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using KiPass.Issuer.Accesses;
using KiPass.Issuer.Health;
using KiPass.Issuer.Passes;
using KiPass.Issuer.Verifications;
using KiPass.Issuer.Visitors;

namespace KiPass.Issuer.Web;

/// <summary>Every body of the HTTP interface.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    AllowDuplicateProperties = false,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull
)]
[JsonSerializable(typeof(VerificationRequest))]
[JsonSerializable(typeof(VerificationAnswer))]
[JsonSerializable(typeof(ConfirmRequest))]
[JsonSerializable(typeof(SessionAnswer))]
[JsonSerializable(typeof(PhoneAnswer))]
[JsonSerializable(typeof(ConsentAnswer))]
[JsonSerializable(typeof(SimulatedInboxAnswer))]
[JsonSerializable(typeof(PassRequest))]
[JsonSerializable(typeof(PassAnswer))]
[JsonSerializable(typeof(CompanionRequest))]
[JsonSerializable(typeof(NewCompanionAnswer))]
[JsonSerializable(typeof(MeAnswer))]
[JsonSerializable(typeof(AccessesAnswer))]
[JsonSerializable(typeof(ReadyAnswer))]
[JsonSerializable(typeof(KiPass.Tokens.Orders.DisclosureAnswer))]
internal sealed partial class IssuerJson : JsonSerializerContext
{
    /// <summary>Korean as it is, not escaped: every body is sent as JSON with <c>nosniff</c>.</summary>
    public static IssuerJson Web =>
        web ??= new(new JsonSerializerOptions(Default!.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    private static IssuerJson? web;
}
