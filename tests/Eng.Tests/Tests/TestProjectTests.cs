using KiPass.Eng.Tests.Fixtures;

namespace KiPass.Eng.Tests.Tests;

public sealed class TestProjectTests
{
    private const string Own = "Eng.Tests";

    [Theory]
    [InlineData(nameof(SampleOfNothing), "")]
    [InlineData(nameof(SampleOfCall), "wrk")]
    [InlineData(nameof(SampleOfLambda), "wrk")]
    [InlineData(nameof(SampleOfFixture), "wrk")]
    [InlineData(nameof(SampleOfCollection), "wrk")]
    [InlineData(nameof(SampleOfBase), "curl nodejs")]
    [InlineData(nameof(SampleOfNesting), "wrk")]
    public void A_test_requires_the_packages_of_every_helper_it_reaches(string name, string packages)
    {
        var chosen = TestProject.Read(Own, name);

        Assert.Equal(1, chosen.Tests);
        Assert.Equal(packages, string.Join(' ', chosen.Packages));
    }

    [Theory]
    [InlineData("SampleOfCall.Calls_a_helper", 1)]
    [InlineData("sampleofcall.CALLS", 1)]
    [InlineData("Sample*_helper", 2)]
    [InlineData("SampleOfNesting+Inner.Is_nested", 1)]
    [InlineData("SampleOfBase.Is_inherited", 1)]
    [InlineData("SampleBase.Is_inherited", 0)]
    [InlineData("NoSuchTest", 0)]
    [InlineData("SampleOfCall(", 0)]
    public void A_filter_matches_part_of_the_full_name_ignoring_case(string filter, int tests) =>
        Assert.Equal(tests, TestProject.Read(Own, filter).Tests);

    [Fact]
    public void Without_a_filter_every_test_is_selected() => Assert.InRange(TestProject.Read(Own, null).Tests, 20, int.MaxValue);
}
