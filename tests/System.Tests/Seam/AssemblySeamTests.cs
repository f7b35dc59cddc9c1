using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using KiPass.Testing;

namespace KiPass.SystemTests.Seam;

/// <summary>Assembly references respect the trust domains: a program does not reference another domain's assemblies.</summary>
public sealed class AssemblySeamTests
{
    [Theory]
    [InlineData(
        "Issuer",
        new[]
        {
            "KiPass.Grains",
            "KiPass.Contracts",
            "KiPass.Silo",
            "KiPass.Portal.Shared",
            "KiPass.Portal.Owners",
            "KiPass.Portal.Officials",
        }
    )]
    [InlineData("Silo", new[] { "KiPass.Issuer", "KiPass.Portal.Shared", "KiPass.Portal.Owners", "KiPass.Portal.Officials" })]
    [InlineData(
        "Portal/Shared",
        new[] { "KiPass.Grains", "KiPass.Issuer", "KiPass.Silo", "KiPass.Portal.Owners", "KiPass.Portal.Officials" }
    )]
    [InlineData("Portal/Owners", new[] { "KiPass.Grains", "KiPass.Issuer", "KiPass.Silo", "KiPass.Portal.Officials" })]
    [InlineData("Portal/Officials", new[] { "KiPass.Grains", "KiPass.Issuer", "KiPass.Silo", "KiPass.Portal.Owners" })]
    public void A_program_references_no_assembly_of_another_domain(string program, string[] forbidden)
    {
        var reached = Reached(program);
        Assert.Contains("KiPass.Tokens", reached);
        Assert.DoesNotContain(forbidden, reached.Contains);
    }

    [Theory]
    [InlineData("Tokens")]
    [InlineData("Contracts")]
    public void Shared_libraries_reference_no_database_and_no_web_server(string project)
    {
        var forbidden = new[] { "Npgsql", "Microsoft.Data.Sqlite", "Microsoft.AspNetCore", "KiPass.Grains", "KiPass.Issuer" };
        Assert.DoesNotContain(Reached(project), name => forbidden.Any(f => name.StartsWith(f, StringComparison.Ordinal)));
    }

    // Everything that the program's assembly references, and what those of ours reference in turn.
    private static HashSet<string> Reached(string program)
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        var folder = Path.Combine(KiPassStack.Root, "src", program, "bin", configuration, "net10.0");
        var reached = new HashSet<string>();
        var waiting = new Stack<string>([$"KiPass.{program.Replace('/', '.')}"]);
        while (waiting.TryPop(out var name))
        {
            var file = Path.Combine(folder, name + ".dll");
            if (File.Exists(file))
            {
                foreach (var reference in References(file).Where(reached.Add))
                {
                    waiting.Push(reference);
                }
            }
        }
        return reached;
    }

    private static List<string> References(string file)
    {
        using var image = new PEReader(File.OpenRead(file));
        var metadata = image.GetMetadataReader();
        return [.. metadata.AssemblyReferences.Select(handle => metadata.GetString(metadata.GetAssemblyReference(handle).Name))];
    }
}
