using System.Text.Json.Serialization;
using KiPass.Issuer.Web;

namespace KiPass.Issuer.Passes;

/// <summary>Bodies of the pass route; <see cref="PassService"/> writes the answer itself.</summary>
[JsonSerializable(typeof(PassRequest))]
internal sealed partial class PassJson : JsonSerializerContext
{
    public static readonly PassJson Web = new(WebJson.Options());
}
