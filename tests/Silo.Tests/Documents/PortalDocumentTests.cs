using System.Net.Http.Json;
using System.Text.Json;
using KiPass.Contracts.Access;

namespace KiPass.Silo.Tests.Documents;

/// <summary>The OpenAPI documents of both portals, as they are served.</summary>
public sealed class PortalDocumentTests(Registers registers)
{
    [Theory, InlineData(CallingPortal.Owners), InlineData(CallingPortal.Authority)]
    public async Task The_document_describes_every_call_of_a_portal_and_no_other(CallingPortal portal)
    {
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{registers.On(Store.Sqlite).PortalPort}") };
        var document = await http.GetFromJsonAsync<JsonElement>($"/v1/{RegisterCall.NameOf(portal)}/openapi.json");
        var paths = document.GetProperty("paths");
        var calls = RegisterCall.All.Where(call => call.Portal == portal).ToList();
        Assert.Equal(calls.Select(call => call.Path), paths.EnumerateObject().Select(path => path.Name).Order(StringComparer.Ordinal));
        foreach (var call in calls)
        {
            var operation = paths.GetProperty(call.Path).GetProperty("post");
            var schema = operation.GetProperty("requestBody").GetProperty("content").GetProperty("application/json").GetProperty("schema");
            Assert.Equal(
                call.Arguments.Select(argument => argument.Name!).Append("key").Order(StringComparer.Ordinal),
                schema.GetProperty("properties").EnumerateObject().Select(member => member.Name).Order(StringComparer.Ordinal)
            );
            var answers = operation.GetProperty("responses").EnumerateObject().Select(answer => answer.Name).ToList();
            Assert.Contains(call.Value is null ? "204" : "200", answers);
            Assert.Contains("401", answers);
            Assert.Contains("403", answers);
        }
    }
}
