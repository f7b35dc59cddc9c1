using System.Text.Json.Serialization;
using KiPass.Issuer.Web;
using KiPass.Tokens.Orders;

namespace KiPass.Issuer.Disclosures;

/// <summary>Bodies of the disclosure routes.</summary>
[JsonSerializable(typeof(DisclosureAnswer))]
internal sealed partial class DisclosureJson : JsonSerializerContext
{
    public static readonly DisclosureJson Web = new(WebJson.Options());
}
