using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using KiPass.Contracts.Access;
using KiPass.Portal.Shared.Telemetry;
using KiPass.Tokens.Calls;
using KiPass.Tokens.Keys;

namespace KiPass.Portal.Shared.Register;

/// <summary>
/// The typed client of the register's portal port: each call of a grain method becomes a signed HTTPS request. A request is sent again, to
/// the next address, only if no connection could be made, because otherwise the call may have run.
/// </summary>
/// <param name="portal">The portal that calls.</param>
/// <param name="addresses">Base addresses of the portal ports.</param>
/// <param name="http">Sends requests without following redirects.</param>
/// <param name="key">Signs the calls.</param>
public sealed class RegisterClient(
    CallingPortal portal,
    IReadOnlyList<Uri> addresses,
    HttpMessageInvoker http,
    CallKey key,
    TimeProvider time,
    ILogger<RegisterClient> log
) : IDisposable
{
    private readonly RegisterAddresses register = new(addresses, time);

    /// <summary>The grain with a key. Its methods throw <see cref="RegisterUnavailableException"/> if the register does not answer.</summary>
    /// <exception cref="InvalidOperationException">By a method that is not open to this portal.</exception>
    public TGrain Grain<TGrain>(string grainKey)
        where TGrain : IGrainWithStringKey => RegisterGrain.Create<TGrain>(this, portal, grainKey);

    public void Dispose() => http.Dispose();

    /// <summary>Makes a call.</summary>
    /// <typeparam name="T">Type of the call's value; not used if it has none.</typeparam>
    internal async Task<Answer<T>> Call<T>(GrainMethod method, string grainKey, object?[] arguments)
    {
        var call = method.Call;
        var caller = arguments.OfType<Caller>().FirstOrDefault();
        var role = caller?.Role ?? (portal == CallingPortal.Owners ? CallerRole.OwnersPortal : CallerRole.AuthorityPortal);
        if (!call.Roles.Contains(role))
        {
            return AnswerStatus.Refused;
        }
        using var span = PortalSpans.RegisterCall(method.Name);
        try
        {
            var body = method.Body(grainKey, arguments);
            var token = Sign(call, caller, role, body);
            using var patience = new CancellationTokenSource(method.Patience, time);
            using var response = await Send(call, token, body, patience.Token);
            var answer = await RegisterAnswers.Read<T>(response, method, patience.Token);
            span.Ended("answered");
            return answer;
        }
        catch (Exception failure)
            when (failure
                    is RegisterUnavailableException
                        or HttpRequestException
                        or IOException
                        or OperationCanceledException
                        or ObjectDisposedException
                        or JsonException
                        or DomainFolderException
            )
        {
            span.Ended(failure.GetType().Name);
            throw Unavailable(call, failure);
        }
    }

    private string Sign(RegisterCall call, Caller? caller, CallerRole role, byte[] body)
    {
        var issuedAt = time.GetUtcNow().ToUnixTimeSeconds();
        var claims = new CallClaims
        {
            Issuer = RegisterCall.NameOf(portal),
            Audience = CallToken.Audience,
            Subject = caller?.AccountId ?? RegisterCall.NameOf(portal),
            Role = RegisterCall.NameOf(role),
            District = caller?.Jurisdiction.Code ?? "",
            Id = Guid.NewGuid(),
            IssuedAt = issuedAt,
            ExpiresAt = issuedAt + (long)CallToken.Lifetime.TotalSeconds,
            Method = HttpMethod.Post.Method,
            Path = call.Path,
            BodyHash = CallClaims.HashOf(body),
        };
        return CallToken.Sign(claims, key.Current());
    }

    private async Task<HttpResponseMessage> Send(RegisterCall call, string token, byte[] body, CancellationToken cancellationToken)
    {
        var order = register.InOrder();
        for (var attempt = 0; ; attempt++)
        {
            var address = order[attempt];
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(address, call.Path))
            {
                Version = HttpVersion.Version20,
                VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
                Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } },
            };
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            try
            {
                var response = await http.SendAsync(request, cancellationToken);
                register.Note(address, connected: true);
                return response;
            }
            catch (Exception failure) when (RegisterConnections.IsUnconnected(failure))
            {
                register.Note(address, connected: false);
                if (attempt == order.Count - 1 || cancellationToken.IsCancellationRequested)
                {
                    throw;
                }
            }
        }
    }

    private RegisterUnavailableException Unavailable(RegisterCall call, Exception failure)
    {
        if (failure is RegisterUnavailableException { Message: "call-not-authentic" or "call-not-permitted" })
        {
            log.LogError(
                "The register refused {Path} of this portal ({Code}). Compare the key that it pins for {Portal}, the certificate and the clocks.",
                call.Path,
                failure.Message,
                RegisterCall.NameOf(portal)
            );
        }
        else
        {
            log.LogWarning("The register did not answer {Path}: {Reason}", call.Path, ReasonOf(failure));
        }
        return failure as RegisterUnavailableException ?? new RegisterUnavailableException(ReasonOf(failure), failure);
    }

    // Messages of other exceptions can contain what the register sent.
    private static string ReasonOf(Exception failure) =>
        failure switch
        {
            RegisterUnavailableException or DomainFolderException => failure.Message,
            HttpRequestException { HttpRequestError: not HttpRequestError.Unknown and var error } => $"{error}",
            OperationCanceledException => "timeout",
            _ => failure.GetType().Name,
        };
}
