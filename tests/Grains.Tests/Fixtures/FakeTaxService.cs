using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using KiPass.Grains.BusinessRegistry;
using KiPass.Grains.Tests.BusinessRegistry;
using WireMock;
using WireMock.RequestBuilders;
using WireMock.ResponseBuilders;
using WireMock.Server;
using WireMock.Util;
using Request = WireMock.RequestBuilders.Request;

namespace KiPass.Grains.Tests.Fixtures;

/// <summary>A server that behaves as the National Tax Service does: domain.md, section 3.</summary>
internal sealed class FakeTaxService : IDisposable
{
    public const string Key = "a+key/with=signs";

    private const string Base = "/api/nts-businessman/v1/";
    private readonly WireMockServer server = WireMockServer.Start();

    public FakeTaxService() => Answer();

    /// <summary>What it knows: number, opening date, representative, code of its state (01, 02, 03).</summary>
    public Dictionary<string, (string OpenedOn, string Representative, string Code)> Businesses { get; } = [];

    /// <summary>With patience for a busy machine: nothing here shall depend on its speed.</summary>
    public TaxServiceOptions Options =>
        new()
        {
            Url = server.Url!,
            ServiceKey = Key,
            AttemptTimeout = TimeSpan.FromSeconds(20),
            TotalTimeout = TimeSpan.FromSeconds(60),
        };

    public int Calls => server.LogEntries.Count;

    public int CallsOf(string verb) => server.LogEntries.Count(entry => entry.RequestMessage!.Path == Base + verb);

    /// <summary>Behaves well.</summary>
    public void Answer()
    {
        server.ResetMappings();
        Map("status", body => [.. body["b_no"]!.AsArray().Select(number => Status((string)number!))]);
        Map("validate", body => [.. body["businesses"]!.AsArray().Select(Validated)]);
    }

    /// <summary>Refuses or fails everything.</summary>
    public void Fail(HttpStatusCode status, string code)
    {
        server.ResetMappings();
        server
            .Given(Request.Create().UsingPost())
            .RespondWith(Response.Create().WithStatusCode(status).WithBody($$"""{"status_code":"{{code}}"}"""));
    }

    /// <summary>Fails so often, then behaves well.</summary>
    public void FailFirst(int times)
    {
        var left = times;
        server
            .Given(Request.Create().UsingPost().WithPath(_ => Interlocked.Decrement(ref left) >= 0))
            .AtPriority(-1)
            .RespondWith(Response.Create().WithStatusCode(500).WithBody("""{"status_code":"INTERNAL_ERROR"}"""));
    }

    /// <summary>Says something that is no answer.</summary>
    public void Say(string body)
    {
        server.ResetMappings();
        server.Given(Request.Create().UsingPost()).RespondWith(Response.Create().WithStatusCode(200).WithBody(body));
    }

    /// <summary>Answers too late.</summary>
    public void BeSlow()
    {
        server.ResetMappings();
        server
            .Given(Request.Create().UsingPost())
            .RespondWith(Response.Create().WithStatusCode(200).WithBody("""{"data":[]}""").WithDelay(TimeSpan.FromMinutes(2)));
    }

    /// <summary>Is gone: the port answers nobody.</summary>
    public void Vanish() => server.Stop();

    public void Dispose() => server.Dispose();

    private void Map(string verb, Func<JsonNode, JsonArray> data) =>
        server
            .Given(Request.Create().UsingPost().WithPath(Base + verb).WithParam("serviceKey", Key).WithParam("returnType", "JSON"))
            .RespondWith(
                Response
                    .Create()
                    .WithStatusCode(200)
                    .WithHeader("Content-Type", "application/json")
                    .WithBody(request => Respond(request, data))
            );

    private static string Respond(IRequestMessage request, Func<JsonNode, JsonArray> data)
    {
        var answers = data(JsonNode.Parse(request.Body!)!);
        if (answers.Count > 100)
        {
            return """{"status_code":"TOO_LARGE_REQUEST"}""";
        }
        return new JsonObject
        {
            ["status_code"] = "OK",
            ["request_cnt"] = answers.Count,
            ["data"] = answers,
        }.ToJsonString();
    }

    private JsonObject Status(string number) =>
        Businesses.TryGetValue(number, out var business)
            ? new JsonObject
            {
                ["b_no"] = number,
                ["b_stt"] = business.Code switch
                {
                    "01" => "계속사업자",
                    "02" => "휴업자",
                    _ => "폐업자",
                },
                ["b_stt_cd"] = business.Code,
                ["tax_type"] = "부가가치세 일반과세자",
                ["end_dt"] = business.Code == "03" ? "20200501" : "",
            }
            : new JsonObject
            {
                ["b_no"] = number,
                ["b_stt"] = "",
                ["b_stt_cd"] = "",
                ["tax_type"] = "국세청에 등록되지 않은 사업자등록번호입니다.",
                ["end_dt"] = "",
            };

    private JsonObject Validated(JsonNode? asked)
    {
        var number = (string)asked!["b_no"]!;
        var matches =
            Businesses.TryGetValue(number, out var business)
            && business.OpenedOn == (string)asked["start_dt"]!
            && business.Representative == (string)asked["p_nm"]!;
        return matches
            ? new JsonObject
            {
                ["b_no"] = number,
                ["valid"] = "01",
                ["status"] = Status(number),
            }
            : new JsonObject
            {
                ["b_no"] = number,
                ["valid"] = "02",
                ["valid_msg"] = "확인할 수 없습니다.",
            };
    }
}
