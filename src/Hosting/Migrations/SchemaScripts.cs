using System.Reflection;
using DbUp.Engine;

namespace KiPass.Hosting.Migrations;

/// <summary>SQL scripts embedded in an assembly. Each is applied once, in name order.</summary>
/// <param name="assembly">Assembly with the scripts.</param>
/// <param name="folder">Resource folder, such as <c>sql/postgres/</c>. Subfolders are not included.</param>
/// <param name="journalFolder">Prefix of file names in the journal of applied scripts. Existing databases contain it.</param>
public sealed class SchemaScripts(Assembly assembly, string folder, string journalFolder)
{
    internal IReadOnlyList<SqlScript> Read() =>
        [
            .. assembly
                .GetManifestResourceNames()
                .Where(name => name.StartsWith(folder, StringComparison.Ordinal) && !name.AsSpan(folder.Length).Contains('/'))
                .Order(StringComparer.Ordinal)
                .Select(name => new SqlScript(journalFolder + name[folder.Length..], Text(name))),
        ];

    private string Text(string name)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
