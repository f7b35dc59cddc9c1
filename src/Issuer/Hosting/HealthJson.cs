using System.Text.Json.Serialization;
using KiPass.Issuer.Web;

namespace KiPass.Issuer.Hosting;

/// <summary>Bodies of the health routes.</summary>
[JsonSerializable(typeof(ReadyAnswer))]
internal sealed partial class HealthJson : JsonSerializerContext
{
    public static readonly HealthJson Web = new(WebJson.Options());
}
