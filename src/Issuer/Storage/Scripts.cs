using System.Reflection;
using DbUp.Engine;
using KiPass.Issuer.Settings;

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

    /// <exception cref="StartException">A newer program, or another one, has changed the database.</exception>
    public static void RequireKnown(UpgradeEngine engine)
    {
        var known = engine.GetDiscoveredScripts().Select(script => script.Name);
        if (engine.GetExecutedScripts().Except(known).FirstOrDefault() is { } unknown)
        {
            throw new StartException(
                $"The issuer's database is of a newer version than this program, or not an issuer's: it has {unknown}, which this program does not know."
            );
        }
    }
}
