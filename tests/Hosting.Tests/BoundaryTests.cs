using KiPass.Hosting.Settings;

namespace KiPass.Hosting.Tests;

public sealed class BoundaryTests
{
    [Fact]
    public void Hosting_references_no_Orleans_assembly_and_only_Tokens_of_KiPass()
    {
        var references = typeof(ProgramStart).Assembly.GetReferencedAssemblies().Select(reference => reference.Name!).ToList();
        Assert.DoesNotContain(references, name => name.StartsWith("Orleans", StringComparison.Ordinal));
        Assert.Equal(["KiPass.Tokens"], references.Where(name => name.StartsWith("KiPass", StringComparison.Ordinal)));
    }
}
