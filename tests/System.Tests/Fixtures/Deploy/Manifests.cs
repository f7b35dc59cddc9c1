using System.Text.Json.Nodes;
using KiPass.SystemTests.Deploy;
using KiPass.Testing;
using YamlDotNet.RepresentationModel;

namespace KiPass.SystemTests.Fixtures;

/// <summary>The files of <c>deploy/</c> as data: YAML becomes JSON, merge keys (<c>&lt;&lt;</c>) resolved.</summary>
internal static class Manifests
{
    public static string Folder { get; } = Path.Combine(KiPassStack.Root, "deploy");

    /// <summary>Every document of a file.</summary>
    public static IEnumerable<JsonObject> Read(string file)
    {
        var stream = new YamlStream();
        using var reader = File.OpenText(Path.Combine(Folder, file));
        stream.Load(reader);
        return stream.Documents.Select(document => Convert(document.RootNode)!.AsObject());
    }

    /// <summary>Every document of the Kubernetes manifests.</summary>
    public static IReadOnlyList<JsonObject> Kubernetes { get; } =
    [
        .. Directory
            .GetFiles(Path.Combine(Folder, "kubernetes"), "*.yaml")
            .Where(file => Path.GetFileName(file) != "kustomization.yaml")
            .Order(StringComparer.Ordinal)
            .SelectMany(file => Read(Path.GetRelativePath(Folder, file))),
    ];

    public static IEnumerable<JsonObject> OfKind(string kind) => Kubernetes.Where(document => document.Text("kind") == kind);

    /// <summary>The text at a path of members; null when something on the way is missing.</summary>
    public static string? Text(this JsonNode? node, params string[] path) =>
        node.At(path) is JsonValue value ? value.GetValue<string>() : null;

    public static JsonNode? At(this JsonNode? node, params string[] path) => path.Aggregate(node, (at, name) => (at as JsonObject)?[name]);

    public static IEnumerable<JsonObject> Items(this JsonNode? node, params string[] path) =>
        (node.At(path) as JsonArray ?? []).OfType<JsonObject>();

    public static IEnumerable<string> Texts(this JsonNode? node, params string[] path) =>
        (node.At(path) as JsonArray ?? []).OfType<JsonValue>().Select(value => value.GetValue<string>());

    private static JsonNode? Convert(YamlNode node) =>
        node switch
        {
            YamlMappingNode mapping => Merge(mapping),
            YamlSequenceNode sequence => new JsonArray([.. sequence.Children.Select(Convert)]),
            YamlScalarNode { Value: { } value } => JsonValue.Create(value),
            _ => null,
        };

    private static JsonObject Merge(YamlMappingNode mapping)
    {
        var result = new JsonObject();
        foreach (var (key, value) in mapping.Children.OrderBy(child => ((YamlScalarNode)child.Key).Value == "<<" ? 0 : 1))
        {
            if (((YamlScalarNode)key).Value == "<<")
            {
                foreach (var (name, inherited) in Convert(value)!.AsObject())
                {
                    result[name] = inherited?.DeepClone();
                }
            }
            else
            {
                result[((YamlScalarNode)key).Value!] = Convert(value);
            }
        }
        return result;
    }
}
