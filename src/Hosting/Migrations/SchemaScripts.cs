using System.Reflection;
using DbUp.Engine;

namespace KiPass.Hosting.Migrations;

/// <summary>SQL scripts that are embedded in an assembly, each applied once, in the order of their names.</summary>
/// <param name="assembly">Where they are embedded.</param>
/// <param name="folder">Of their resource names, such as <c>sql/postgres/</c>; folders below it hold what is applied elsewhere.</param>
/// <param name="journalFolder">What stands before a file's name in the journal of applied scripts: part of every existing database.</param>
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
