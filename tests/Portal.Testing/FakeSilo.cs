using System.Net;
using System.Net.Http.Json;
using System.Reflection;
using System.Text.Json;
using KiPass.Contracts.Access;
using KiPass.Portal.Shared.Register;
using KiPass.Tokens.Calls;
using KiPass.Tokens.Jose;
using KiPass.Tokens.Keys;
using Microsoft.Extensions.Logging.Abstractions;

namespace KiPass.Portal.Testing;

/// <summary>Answers a portal's calls with grains of a test, in the JSON of the register's portal port and without a network.</summary>
/// <param name="grain">Returns the grain of an interface with a key. It throws <see cref="HttpRequestException"/> to be unreachable.</param>
public sealed class FakeSilo(Func<Type, string, object> grain) : HttpMessageHandler
{
    /// <summary>A client of this silo, with its own key.</summary>
    public RegisterClient Client(CallingPortal portal)
    {
        var key = new FileSigningKey(EcJwk.Create());
        return new RegisterClient(
            portal,
            [new Uri("http://register")],
            new HttpMessageInvoker(this),
            new CallKey(() => key),
            TimeProvider.System,
            NullLogger<RegisterClient>.Instance
        );
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var call = RegisterCall.All.Single(one => one.Path == request.RequestUri!.AbsolutePath);
        var body = await request.Content!.ReadAsByteArrayAsync(cancellationToken);
        if (!Base64Url.TryDecode(request.Headers.Authorization?.Parameter?.Split('.').ElementAtOrDefault(1), out var payload))
        {
            throw new InvalidOperationException("The call is not signed.");
        }
        var claims = JsonSerializer.Deserialize<CallClaims>(payload)!;
        var members = JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(body, RegisterCallJson.Options)!;
        var arguments = call
            .Method.GetParameters()
            .Select(parameter =>
                parameter.ParameterType == typeof(Caller)
                    ? CallerOf(claims)
                    : members[parameter.Name!].Deserialize(parameter.ParameterType, RegisterCallJson.Options)
            );
        var target = grain(call.Method.DeclaringType!, members[RegisterCall.KeyMember].GetString()!);
        var result = call.Method.Invoke(target, BindingFlags.DoNotWrapExceptions, null, [.. arguments], null)!;
        var task = (Task)result.GetType().GetMethod(nameof(ValueTask<>.AsTask))!.Invoke(result, null)!;
        await task;
        return Response(call, task.GetType().GetProperty(nameof(Task<>.Result))!.GetValue(task));
    }

    private static Caller CallerOf(CallClaims claims) =>
        new(
            claims.Subject,
            Enum.GetValues<CallerRole>().Single(role => RegisterCall.NameOf(role) == claims.Role),
            claims.District.Length == 0 ? default : new Jurisdiction(claims.District)
        );

    private static HttpResponseMessage Response(RegisterCall call, object? result) =>
        result switch
        {
            Answer { Status: AnswerStatus.Done } => new HttpResponseMessage(HttpStatusCode.NoContent),
            Answer answer => Problem(answer.Status, answer.Errors),
            IAnswer { Status: AnswerStatus.Done } answer => Value(answer.Value, call.Value!),
            IAnswer answer => Problem(answer.Status, answer.Errors),
            _ => Value(result, call.Value!),
        };

    private static HttpResponseMessage Value(object? value, Type type) =>
        new(HttpStatusCode.OK) { Content = JsonContent.Create(value, type, options: RegisterCallJson.Options) };

    private static HttpResponseMessage Problem(AnswerStatus status, IReadOnlyList<FieldError> errors)
    {
        var (code, http) = status switch
        {
            AnswerStatus.NotFound => ("not-found", HttpStatusCode.NotFound),
            AnswerStatus.Refused => ("refused", HttpStatusCode.Forbidden),
            AnswerStatus.Invalid => ("input-invalid", HttpStatusCode.UnprocessableEntity),
            AnswerStatus.Conflict => ("conflict", HttpStatusCode.Conflict),
            _ => ("unavailable", HttpStatusCode.ServiceUnavailable),
        };
        return new HttpResponseMessage(http)
        {
            Content = JsonContent.Create(new { code, errors }, new("application/problem+json"), RegisterCallJson.Options),
        };
    }
}
