using k8s;
using k8s.Models;

namespace KiPass.SystemTests.Deploy;

/// <summary>Validates the Kubernetes manifests against the types of the official Kubernetes client.</summary>
public sealed class KubernetesTests
{
    private static readonly string Folder = Path.Combine(Manifests.Folder, "kubernetes");

    [Fact]
    public void Every_manifest_has_a_known_kind_and_only_fields_of_that_kind()
    {
        var kinds = new Dictionary<string, Type>
        {
            ["v1/Namespace"] = typeof(V1Namespace),
            ["v1/Service"] = typeof(V1Service),
            ["apps/v1/StatefulSet"] = typeof(V1StatefulSet),
            ["policy/v1/PodDisruptionBudget"] = typeof(V1PodDisruptionBudget),
            ["networking.k8s.io/v1/NetworkPolicy"] = typeof(V1NetworkPolicy),
        };
        var read = Files().SelectMany(file => KubernetesYaml.LoadAllFromString(File.ReadAllText(file), kinds, strict: true)).ToList();

        Assert.Equal(Manifests.Kubernetes.Count, read.Count);
        Assert.All(kinds.Values, kind => Assert.Contains(read, document => document.GetType() == kind));
        foreach (var set in read.OfType<V1StatefulSet>())
        {
            foreach (var container in set.Spec.Template.Spec.Containers)
            {
                Assert.All(container.Resources.Requests.Values, quantity => Assert.True(quantity.ToDecimal() > 0));
            }
        }
    }

    [Theory, InlineData("replicas: 3", "replicaz: 3"), InlineData("replicas: 3", "replicas: three")]
    public void The_manifest_check_rejects_a_misspelled_field_and_a_wrong_type(string written, string wrong)
    {
        var text = File.ReadAllText(Path.Combine(Folder, "register.yaml"));
        Assert.Contains(written, text, StringComparison.Ordinal);

        Assert.ThrowsAny<Exception>(() =>
            KubernetesYaml.LoadAllFromString(text.Replace(written, wrong, StringComparison.Ordinal), strict: true)
        );
    }

    [Fact]
    public void Kustomize_includes_every_manifest_file() =>
        Assert.Equal(
            Files().Select(Path.GetFileName).Order(StringComparer.Ordinal),
            Manifests.Read("kubernetes/kustomization.yaml").Single().Texts("resources").Order(StringComparer.Ordinal)
        );

    private static IEnumerable<string> Files() =>
        Directory.GetFiles(Folder, "*.yaml").Where(file => Path.GetFileName(file) != "kustomization.yaml");
}
