using KiPass.Hosting.Settings;

namespace KiPass.Hosting.Tests;

public sealed class BoundaryTests
{
    [Fact]
    public void Hosting_knows_no_Orleans_and_of_KiPass_only_tokens()
    {
        var references = typeof(ProgramStart).Assembly.GetReferencedAssemblies().Select(reference => reference.Name!).ToList();
        Assert.DoesNotContain(references, name => name.StartsWith("Orleans", StringComparison.Ordinal));
        Assert.Equal(["KiPass.Tokens"], references.Where(name => name.StartsWith("KiPass", StringComparison.Ordinal)));
    }
}
