using System.Text;
using System.Text.Json.Nodes;
using KiPass.Silo.Tests.Hosting;

namespace KiPass.Silo.Tests.Documents;

/// <summary>What the document says about the bodies of requests is what the routes require, for every route with a body.</summary>
public sealed class DescribedBodiesTests(Registers registers)
{
    private DeviceUnderTest? device;

    public static TheoryData<string, string> NoObject =>
        new()
        {
            { "empty", "" },
            { "white space", " \n" },
            { "no JSON", "scan me" },
            { "null", "null" },
            { "a number", "42" },
            { "a string", "\"KP1:\"" },
            { "an array", "[]" },
            { "no members", "{}" },
            { "cut off", "{\"scanId\":" },
            { "very deep", new string('[', 30_000) },
        };

    [Theory, MemberData(nameof(NoObject))]
    public async Task Every_route_rejects_a_body_that_does_not_match_its_schema(string what, string body)
    {
        foreach (var (path, _, _) in (await Description.Of(registers.On(Store.Sqlite))).Bodies)
        {
            Assert.True((await Post(path, body)).Code == "request-malformed", $"{path}: {what}");
        }
    }

    [Fact]
    public async Task Every_OpenAPI_example_passes_validation()
    {
        foreach (var (path, example, _) in (await Description.Of(registers.On(Store.Sqlite))).Bodies)
        {
            AssertValid(path, await Post(path, example.ToJsonString()));
        }
    }

    [Fact]
    public async Task Request_validation_matches_the_documented_schema()
    {
        foreach (var (path, example, schema) in (await Description.Of(registers.On(Store.Sqlite))).Bodies)
        {
            foreach (var name in schema["required"]!.AsArray().Select(name => (string)name!))
            {
                var without = example.DeepClone().AsObject();
                without.Remove(name);
                await AssertMalformed(path, without, name);
                await AssertMalformed(path, With(example, name, null), name);
                await AssertMalformed(path, With(example, name, 7), name);
                if (schema["properties"]![name]!["maxLength"] is { } most)
                {
                    await AssertMalformed(path, With(example, name, new string('A', (int)most + 1)), name);
                    await AssertMalformed(path, With(example, name, "\0"), name);
                }
            }
        }
    }

    [Fact]
    public async Task Rejects_JSON_with_duplicate_members_trailing_data_or_wrong_name_casing()
    {
        foreach (var (path, example, schema) in (await Description.Of(registers.On(Store.Sqlite))).Bodies)
        {
            var json = example.ToJsonString();
            var (name, value) = example.First();
            string[] wrong =
            [
                $"{{\"{name}\":{value!.ToJsonString()},{json[1..]}",
                json + "{}",
                json + "x",
                json[..^1] + "/**/}",
                json.Replace($"\"{name}\"", $"\"{char.ToUpperInvariant(name[0])}{name[1..]}\"", StringComparison.Ordinal),
                json[..^1] + $",\"x\":{new string('[', 17)}{new string(']', 17)}}}",
            ];
            foreach (var body in wrong)
            {
                Assert.True((await Post(path, body)).Code == "request-malformed", $"{path}: {body}");
            }
            Assert.NotNull(schema["properties"]![name]);
        }
    }

    [Fact]
    public async Task Unknown_members_and_any_content_type_are_accepted()
    {
        foreach (var (path, example, _) in (await Description.Of(registers.On(Store.Sqlite))).Bodies)
        {
            var more = "{\"app\":{\"v\":[1,{\"pass\":2}]},\"app\":1," + example.ToJsonString()[1..];
            foreach (var type in new[] { "application/json", "text/plain", "application/json; charset=utf-16", "", null })
            {
                AssertValid(path, await Post(path, Encoding.UTF8.GetBytes(more), type));
            }
        }
    }

    [Fact]
    public async Task A_body_not_encoded_in_UTF_8_is_malformed()
    {
        foreach (var (path, example, _) in (await Description.Of(registers.On(Store.Sqlite))).Bodies)
        {
            var text = example.ToJsonString()[..^1] + ",\"x\":\"é\"}";
            byte[][] wrong = [Encoding.Unicode.GetBytes(text), Encoding.UTF32.GetBytes(text), Encoding.Latin1.GetBytes(text)];
            foreach (var body in wrong)
            {
                Assert.Equal((path, "request-malformed"), (path, (await Post(path, body, "application/json")).Code));
            }
        }
    }

    [Fact]
    public async Task Rejects_oversized_bodies_with_and_without_Content_Length()
    {
        foreach (var (path, _, _) in (await Description.Of(registers.On(Store.Sqlite))).Bodies)
        {
            var limit = path == "/v1/scans/batch" ? 256 * 1024 : 64 * 1024;
            foreach (var length in new[] { limit, limit + 1, 10 * 1024 * 1024 })
            {
                var body = new byte[length];
                Array.Fill(body, (byte)' ');
                var expected = length == limit ? (400, "request-malformed") : (413, "request-too-large");
                var told = await Post(path, body, "application/json");
                Assert.Equal((path, length, expected), (path, length, (told.Status, told.Code)));
                using var client = await Client(path);
                client.DefaultRequestHeaders.TransferEncodingChunked = true;
                using var untold = new ByteArrayContent(body);
                using var answer = await client.PostAsync(path, untold);
                Assert.Equal((path, length, expected.Item1), (path, length, (int)answer.StatusCode));
            }
        }
    }

    // Judged by what it says: an example's pairing code, pass and time are not real.
    private static void AssertValid(string path, ApiAnswer answer) =>
        Assert.True(
            answer.Code is "ok" or "pairing-code-unknown" or "pass-not-authentic" or "pass-expired" or "pass-malformed",
            $"{path}: {answer.Code}"
        );

    private async Task AssertMalformed(string path, JsonObject body, string member)
    {
        var answer = await Post(path, body.ToJsonString());
        Assert.True((answer.Status, answer.Code) == (400, "request-malformed"), $"{path}: {answer.Code} to {body.ToJsonString()}");
        Assert.Equal((path, member), (path, answer.Text("member")));
    }

    private static JsonObject With(JsonObject example, string name, JsonNode? value)
    {
        var changed = example.DeepClone().AsObject();
        changed[name] = value;
        return changed;
    }

    private Task<ApiAnswer> Post(string path, string body) => Post(path, Encoding.UTF8.GetBytes(body), "application/json");

    private async Task<ApiAnswer> Post(string path, byte[] body, string? contentType)
    {
        using var client = await Client(path);
        return await client.SendRaw(path, body, contentType);
    }

    // A caller with a separate address, and with a device where the route requires one.
    private async Task<HttpClient> Client(string path)
    {
        var client = registers.On(Store.Sqlite).Client();
        if (path != "/v1/devices/pair")
        {
            device ??= await registers.On(Store.Sqlite).NewDevice();
            client.DefaultRequestHeaders.Authorization = device.Client.DefaultRequestHeaders.Authorization;
        }
        return client;
    }
}
