using KiPass.Eng.Bench;

namespace KiPass.Eng.Tests.Bench;

public sealed class BenchCommandTests
{
    [Theory]
    [InlineData("scan", "postgresql wrk")]
    [InlineData("scan --sqlite --seconds 5", "postgresql wrk")]
    [InlineData("issue", "postgresql wrk")]
    [InlineData("chaos --seed 1", "faketime postgresql")]
    [InlineData("chaos --sqlite", "faketime")]
    [InlineData("directory", "postgresql")]
    [InlineData("size", "postgresql")]
    [InlineData("trace", "postgresql wrk")]
    [InlineData("policy", "")]
    [InlineData("tokens", "")]
    [InlineData("scan --help", "")]
    [InlineData("nosuch", "")]
    [InlineData("", "")]
    public void A_benchmark_requires_only_the_packages_that_its_classes_use(string arguments, string packages) =>
        Assert.Equal(packages, string.Join(' ', BenchCommand.Packages(arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries))));
}
