using System.Text.Json;
using KiPass.Hosting.Problems;
using KiPass.Silo.Problems;
using KiPass.Silo.Tests.Hosting;
using Microsoft.AspNetCore.Routing;

namespace KiPass.Silo.Tests.Documents;

public sealed class OpenApiTests(Registers registers)
{
    [Fact]
    public async Task The_OpenAPI_document_describes_exactly_the_mapped_routes()
    {
        var document = await Document();
        var described = document
            .GetProperty("paths")
            .EnumerateObject()
            .SelectMany(path => path.Value.EnumerateObject().Select(verb => $"{verb.Name} {path.Name}"));
        var mapped = registers
            .On(Store.Sqlite)
            .Get<IEnumerable<EndpointDataSource>>()
            .SelectMany(source => source.Endpoints)
            .OfType<RouteEndpoint>()
            .Where(endpoint => IsApi(endpoint.RoutePattern.RawText!))
            .SelectMany(endpoint =>
                endpoint
                    .Metadata.GetMetadata<HttpMethodMetadata>()!
                    .HttpMethods.Select(method => $"{method.ToLowerInvariant()} {endpoint.RoutePattern.RawText}")
            );
        Assert.Equal(mapped.Order(), described.Order());
    }

    [Fact]
    public async Task The_OpenAPI_document_lists_every_problem_code_with_its_status()
    {
        var document = await Document();
        var codes = document.GetProperty("components").GetProperty("schemas").GetProperty("Code").GetProperty("enum").EnumerateArray();
        Assert.Equal(RegisterProblems.All.Select(problem => problem.Code), codes.Select(code => code.GetString()));
        foreach (var (status, example) in Examples(document))
        {
            var problem = Assert.Single(RegisterProblems.All, problem => problem.Code == example.GetProperty("code").GetString());
            Assert.Equal(
                (problem.Status, problem.Status, problem.Korean),
                (status, example.GetProperty("status").GetInt32(), example.GetProperty("title").GetString())
            );
        }
    }

    [Fact]
    public async Task Every_operation_has_a_summary_and_every_reference_resolves()
    {
        var document = await Document();
        Assert.All(Operations(document), operation => Assert.NotEqual("", operation.GetProperty("summary").GetString()));
        foreach (var reference in References(document))
        {
            var at = document;
            foreach (var step in reference.Split('/').Skip(1))
            {
                Assert.True(at.TryGetProperty(step, out at), reference);
            }
        }
    }

    [Fact]
    public async Task The_page_loads_no_resources_from_other_origins()
    {
        using var client = registers.On(Store.Sqlite).Client();
        using var response = await client.GetAsync("/docs/");
        var page = await response.Content.ReadAsStringAsync();
        Assert.Equal(200, (int)response.StatusCode);
        Assert.DoesNotContain("https://", page, StringComparison.Ordinal);
        Assert.Contains("connect-src 'self'", response.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
    }

    private async Task<JsonElement> Document()
    {
        using var client = registers.On(Store.Sqlite).Client();
        return (await client.Get("/openapi/v1.json")).Body;
    }

    private static bool IsApi(string pattern) =>
        pattern.StartsWith("/v1", StringComparison.Ordinal)
        || pattern.StartsWith("/health", StringComparison.Ordinal)
        || pattern.StartsWith("/.well-known", StringComparison.Ordinal);

    private static IEnumerable<JsonElement> Operations(JsonElement document) =>
        document
            .GetProperty("paths")
            .EnumerateObject()
            .SelectMany(path => path.Value.EnumerateObject().Select(operation => operation.Value));

    private static IEnumerable<(int Status, JsonElement Example)> Examples(JsonElement document) =>
        from operation in Operations(document)
        from response in operation.GetProperty("responses").EnumerateObject()
        where response.Value.GetProperty("content").TryGetProperty("application/problem+json", out _)
        from example in response
            .Value.GetProperty("content")
            .GetProperty("application/problem+json")
            .GetProperty("examples")
            .EnumerateObject()
        select (int.Parse(response.Name), example.Value.GetProperty("value"));

    private static IEnumerable<string> References(JsonElement element) =>
        element.ValueKind switch
        {
            JsonValueKind.Object => element
                .EnumerateObject()
                .SelectMany(member => member.NameEquals("$ref") ? [member.Value.GetString()!] : References(member.Value)),
            JsonValueKind.Array => element.EnumerateArray().SelectMany(References),
            _ => [],
        };
}
