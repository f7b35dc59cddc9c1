using System.Net;
using KiPass.Silo.Tests.Fixtures;
using KiPass.Testing;

namespace KiPass.Silo.Tests.Attacks;

/// <summary>The description of the API is published only where the operator wants it.</summary>
public sealed class DocumentAttacks
{
    [Theory, Attack("A stranger reads the description of the whole API at a register in operation")]
    [InlineData("/docs")]
    [InlineData("/docs/")]
    [InlineData("/openapi/v1.json")]
    public async Task Nobody_reads_the_description_of_the_API_without_the_setting(string path)
    {
        await using var register = await RegisterUnderTest.Start(Store.Sqlite, settings: ["--Register:Documents", "false"]);
        using var client = register.Client();

        using var response = await client.GetAsync(path);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }
}
