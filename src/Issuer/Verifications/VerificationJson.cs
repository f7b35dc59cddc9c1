using System.Text.Json.Serialization;
using KiPass.Issuer.Web;

namespace KiPass.Issuer.Verifications;

/// <summary>Bodies of the verification routes.</summary>
[JsonSerializable(typeof(VerificationRequest))]
[JsonSerializable(typeof(VerificationAnswer))]
[JsonSerializable(typeof(ConfirmRequest))]
[JsonSerializable(typeof(SessionAnswer))]
[JsonSerializable(typeof(PhoneAnswer))]
[JsonSerializable(typeof(ConsentAnswer))]
[JsonSerializable(typeof(SimulatedInboxAnswer))]
internal sealed partial class VerificationJson : JsonSerializerContext
{
    public static readonly VerificationJson Web = new(WebJson.Options());
}
