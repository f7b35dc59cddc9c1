using System.Reflection;
using System.Text.Json;
using KiPass.Contracts.Access;
using KiPass.Portal.Shared.Register;
using KiPass.Portal.Shared.Tests.Fixtures;
using Microsoft.AspNetCore.Http;

namespace KiPass.Portal.Shared.Tests.Register;

/// <summary>Every call carries its arguments and its value without loss.</summary>
public sealed class RegisterRoundTripTests
{
    public static TheoryData<string, bool> Calls()
    {
        var data = new TheoryData<string, bool>();
        foreach (var call in RegisterCall.All)
        {
            data.Add(call.Path, false);
            data.Add(call.Path, true);
        }
        return data;
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task A_call_carries_its_arguments_and_its_value(string path, bool sparse)
    {
        var call = RegisterCall.All.Single(one => one.Path == path);
        var samples = new Samples(sparse);
        var caller = new Caller("account-1", call.Roles[0], call.ForAccount ? new Jurisdiction("11110") : default);
        object?[] arguments =
        [
            .. call.Method.GetParameters().Select(p => p.ParameterType == typeof(Caller) ? caller : samples.OfArgument(p)),
        ];
        var value = call.Value is null ? null : samples.OfAnswer(call);
        await using var port = await PortalPort.Start();
        Dictionary<string, JsonElement>? received = null;
        port.Answers = async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            var claims = PortalPort.Claims(context.Request, body.ToArray(), call.Portal);
            Assert.Equal(path, claims?.Path);
            Assert.Equal(RegisterCall.NameOf(call.Roles[0]), claims!.Role);
            Assert.Equal(call.ForAccount ? ("account-1", "11110") : (claims.Issuer, ""), (claims.Subject, claims.District));
            received = JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(body.ToArray(), RegisterCallJson.Options);
            if (call.Value is null)
            {
                context.Response.StatusCode = StatusCodes.Status204NoContent;
                return;
            }
            await context.Response.WriteAsJsonAsync(value, call.Value, RegisterCallJson.Options);
        };
        using var client = PortalPort.Client([port.Address], portal: call.Portal);

        var answered = await Run(call, client, arguments);

        Assert.Equal("key-1", received![RegisterCall.KeyMember].GetString());
        Assert.Equal(call.Arguments.Select(argument => argument.Name).Append(RegisterCall.KeyMember).Order(), received.Keys.Order());
        foreach (var argument in call.Arguments)
        {
            var arrived = received[argument.Name!].Deserialize(argument.ParameterType, RegisterCallJson.Options);
            Assert.Equal(Samples.Describe(arguments[argument.Position]), Samples.Describe(arrived));
        }
        var expected = call.HasOutcome ? AnswerStatus.Done : default;
        Assert.Equal(
            Samples.Describe(value),
            Samples.Describe(
                answered switch
                {
                    IAnswer answer => answer.Value,
                    Answer => null,
                    _ => answered,
                }
            )
        );
        Assert.Equal(
            expected,
            answered switch
            {
                IAnswer answer => answer.Status,
                Answer answer => answer.Status,
                _ => default,
            }
        );
    }

    private static async Task<object?> Run(RegisterCall call, RegisterClient client, object?[] arguments)
    {
        var grain = typeof(RegisterClient)
            .GetMethod(nameof(RegisterClient.Grain))!
            .MakeGenericMethod(call.Method.DeclaringType!)
            .Invoke(client, ["key-1"]);
        var result = call.Method.Invoke(grain, BindingFlags.DoNotWrapExceptions, null, arguments, null)!;
        var task = (Task)result.GetType().GetMethod(nameof(ValueTask<>.AsTask))!.Invoke(result, null)!;
        await task;
        return task.GetType().GetProperty(nameof(Task<>.Result))!.GetValue(task);
    }
}
