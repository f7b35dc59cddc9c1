using System.Reflection;
using DbUp.Engine;

namespace KiPass.Issuer.Storage;

/// <summary>The scripts of <c>deploy/sql/issuer</c>, embedded.</summary>
internal static class Scripts
{
    public static IEnumerable<SqlScript> Of(string engine)
    {
        var prefix = $"sql/{engine}/";
        var assembly = Assembly.GetExecutingAssembly();
        foreach (var name in assembly.GetManifestResourceNames().Where(n => n.StartsWith(prefix, StringComparison.Ordinal)).Order())
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            yield return new SqlScript(name[prefix.Length..], reader.ReadToEnd());
        }
    }
}
