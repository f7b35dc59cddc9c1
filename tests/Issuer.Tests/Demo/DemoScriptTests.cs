using KiPass.Issuer.Demo;

namespace KiPass.Issuer.Tests.Demo;

public sealed class DemoScriptTests
{
    private const string Person = """{"name":"김하늘","birthDate":"1990-03-01","phone":"010-1234-5678"}""";

    [Fact]
    public void Sorts_the_outings_of_a_demo_script_by_time()
    {
        var (people, outings) = DemoScript.Read(
            $$"""{"visitors":[{{Person}}],"outings":[{"visitor":0,"venue":2,"at":"2020-06-11T10:00:00Z"},{"visitor":0,"venue":1,"at":"2020-06-10T10:00:00Z"}]}""",
            IssuerHost.Start
        );
        Assert.Equal("김하늘", Assert.Single(people).Name.Value);
        Assert.Equal([1, 2], outings.Select(o => o.Venue));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("""{"visitors":[],"outings":[]}""")]
    [InlineData($$"""{"visitors":[{{Person}}],"outings":[{"visitor":1,"venue":2,"at":"2020-06-11T10:00:00Z"}]}""")]
    [InlineData($$"""{"visitors":[{{Person}}],"outings":[{"visitor":0,"venue":2,"at":"2020-06-13T10:00:00Z"}]}""")]
    [InlineData("""{"visitors":[{"name":"김하늘","birthDate":"1990-03-01","phone":"02"}],"outings":[]}""")]
    public void Rejects_an_invalid_demo_script(string text) =>
        Assert.Throws<InvalidDataException>(() => DemoScript.Read(text, IssuerHost.Start));
}
