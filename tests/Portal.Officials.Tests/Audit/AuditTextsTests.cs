using System.Text.RegularExpressions;
using KiPass.Portal.Officials.Audit;
using KiPass.Testing;

namespace KiPass.Portal.Officials.Tests.Audit;

public sealed partial class AuditTextsTests
{
    [Fact]
    public void Every_audit_kind_written_by_the_officials_portal_has_a_text()
    {
        var written = Directory
            .EnumerateFiles(Path.Combine(KiPassStack.Root, "src", "Portal", "Officials"), "*.cs", SearchOption.AllDirectories)
            .SelectMany(file => Kind().Matches(File.ReadAllText(file)))
            .Select(match => match.Groups["kind"].Value)
            .Distinct()
            .ToList();
        Assert.True(written.Count > 15, "Too few kinds were found in the sources.");
        Assert.Empty(written.Except(AuditTexts.Own));
    }

    [GeneratedRegex(@"\bNote\(\s*""(?<kind>[a-z-]+)""")]
    private static partial Regex Kind();
}
