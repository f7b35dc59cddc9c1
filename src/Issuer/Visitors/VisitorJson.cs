using System.Text.Json.Serialization;
using KiPass.Issuer.Accesses;
using KiPass.Issuer.Web;

namespace KiPass.Issuer.Visitors;

/// <summary>Bodies of the routes of a visitor.</summary>
[JsonSerializable(typeof(CompanionRequest))]
[JsonSerializable(typeof(NewCompanionAnswer))]
[JsonSerializable(typeof(MeAnswer))]
[JsonSerializable(typeof(AccessesAnswer))]
internal sealed partial class VisitorJson : JsonSerializerContext
{
    public static readonly VisitorJson Web = new(WebJson.Options());
}
