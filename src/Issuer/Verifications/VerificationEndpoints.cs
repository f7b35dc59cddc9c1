using System.Text.Json.Serialization;
using KiPass.Issuer.Personal;
using KiPass.Issuer.Problems;
using KiPass.Issuer.Sessions;
using KiPass.Issuer.Settings;
using KiPass.Issuer.Visitors;
using KiPass.Issuer.Web;
using KiPass.Tokens;

namespace KiPass.Issuer.Verifications;

/// <summary>A person proves a phone number, and consents: once a month.</summary>
internal static class VerificationEndpoints
{
    public static void MapVerifications(this IEndpointRouteBuilder routes)
    {
        var verifications = routes.MapGroup("/v1/verifications").WithTags("Verifications");
        verifications
            .MapPost("/", Ask)
            .WithSummary("Send a one-time code of six digits to a mobile phone; valid 3 minutes, 5 guesses.")
            .Accepts<VerificationRequest>("application/json")
            .Produces<VerificationAnswer>(StatusCodes.Status201Created)
            .ProducesProblems(400, 413, 422, 429, 503);
        verifications
            .MapPost("/{id}/confirm", Confirm)
            .WithSummary(
                "Confirm the code with name, date of birth and consent. Gives a session for 30 days; the same phone renews the same visitor."
            )
            .Accepts<ConfirmRequest>("application/json")
            .Produces<SessionAnswer>()
            .ProducesProblems(400, 403, 404, 413, 422, 429, 503);
        routes
            .MapGet(
                "/v1/consent",
                () =>
                    TypedResults.Json(
                        new ConsentAnswer(Consent.Version, Consent.Korean, Consent.English),
                        VerificationJson.Web.ConsentAnswer
                    )
            )
            .WithTags("Verifications")
            .WithSummary("What consent is asked for: version and text, Korean and English.");
    }

    /// <summary>Only while no gateway is configured.</summary>
    public static void MapSimulatedInbox(this IEndpointRouteBuilder routes) =>
        routes
            .MapGet(
                "/simulated-inbox",
                (SimulatedInbox inbox, HttpResponse response) =>
                {
                    response.Headers.CacheControl = "no-store";
                    return TypedResults.Json(
                        new SimulatedInboxAnswer(true, SimulatedInbox.Notice, [.. inbox.Messages()]),
                        VerificationJson.Web.SimulatedInboxAnswer
                    );
                }
            )
            .WithTags("Verifications")
            .WithSummary("SIMULATED: the messages that no gateway sent. Exists only without Issuer:Sms:Url.");

    private static async Task<IResult> Ask(
        HttpContext context,
        VerificationStore store,
        ISmsGateway sms,
        AddressLimits addresses,
        IssuerSettings settings,
        CancellationToken cancellationToken
    )
    {
        if (!addresses.TryTake(LimitedAction.Code, context.Connection.RemoteIpAddress, out var wait))
        {
            return IssuerProblems.TooMany(wait).ToResult();
        }
        var body = await JsonBody.Read(context, VerificationJson.Web.VerificationRequest);
        if (body.Problem is { } problem)
        {
            return problem.ToResult();
        }
        if (body.Value!.Phone is not { } text)
        {
            return IssuerProblems.Malformed("phone").ToResult();
        }
        if (PhoneNumber.Read(text) is not { } phone)
        {
            return IssuerProblems.PhoneUnusable.ToResult();
        }
        if (await store.TakeQuota(phone, settings.Limits.CodesPerPhoneAndHour, cancellationToken) is { } left)
        {
            return IssuerProblems.TooMany(left).ToResult();
        }
        var id = Id.Random();
        var code = OneTimeCode.Create();
        await store.Add(id, phone, code, cancellationToken);
        if (!await sms.Send(new CodeMessage(id, phone, code), cancellationToken))
        {
            await store.Remove(id, CancellationToken.None);
            return IssuerProblems.MessageUnsent.ToResult();
        }
        return TypedResults.Json(
            new VerificationAnswer(id.Value, (int)VerificationStore.CodeLifetime.TotalSeconds),
            VerificationJson.Web.VerificationAnswer,
            statusCode: StatusCodes.Status201Created
        );
    }

    private static async Task<IResult> Confirm(
        HttpContext context,
        string id,
        VerificationStore store,
        SessionCache cache,
        AddressLimits addresses,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        if (!addresses.TryTake(LimitedAction.Confirmation, context.Connection.RemoteIpAddress, out var wait))
        {
            return IssuerProblems.TooMany(wait).ToResult();
        }
        var body = await JsonBody.Read(context, VerificationJson.Web.ConfirmRequest);
        if (body.Problem is { } problem)
        {
            return problem.ToResult();
        }
        var request = body.Value!;
        var verificationId = Id.Parse(id);
        if (!OneTimeCode.IsWellFormed(request.Code))
        {
            return IssuerProblems.Malformed("code").ToResult();
        }
        if (request.IsOfGuardian)
        {
            var outcome = verificationId is { } phoneOnly
                ? await store.ConfirmPhone(phoneOnly, request.Code!, cancellationToken)
                : ConfirmationOutcome.Unknown;
            return outcome == ConfirmationOutcome.Confirmed
                ? TypedResults.Json(new PhoneAnswer(verificationId!.Value.Value), VerificationJson.Web.PhoneAnswer)
                : Refusal(outcome).ToResult();
        }
        var today = KoreanDay.Of(time.GetUtcNow());
        if (PersonName.Read(request.Name) is not { } name)
        {
            return IssuerProblems.Malformed("name").ToResult();
        }
        if (BirthDate.Read(request.BirthDate, today) is not { } birthDate)
        {
            return IssuerProblems.Malformed("birthDate").ToResult();
        }
        var guardianId = Id.Parse(request.GuardianVerificationId);
        if (request.GuardianVerificationId is not null && guardianId is null)
        {
            return IssuerProblems.Malformed("guardianVerificationId").ToResult();
        }
        if (request.Consent is not true)
        {
            return IssuerProblems.ConsentRequired.ToResult();
        }
        if (verificationId is not { } known)
        {
            return IssuerProblems.VerificationUnknown.ToResult();
        }
        var declaration = new Declaration(name, birthDate, Consent.Version);
        var confirmation = await store.Confirm(known, request.Code!, declaration, guardianId, cancellationToken);
        if (confirmation.Outcome != ConfirmationOutcome.Confirmed)
        {
            return Refusal(confirmation.Outcome).ToResult();
        }
        if (confirmation.Renewal.Superseded is { } superseded)
        {
            cache.Recheck(superseded);
        }
        return TypedResults.Json(
            new SessionAnswer(confirmation.SessionToken!, time.GetUtcNow() + SessionStore.Lifetime),
            VerificationJson.Web.SessionAnswer
        );
    }

    private static Problem Refusal(ConfirmationOutcome outcome) =>
        outcome switch
        {
            ConfirmationOutcome.CodeWrong => IssuerProblems.CodeWrong,
            ConfirmationOutcome.GuardianMissing => IssuerProblems.GuardianRequired,
            _ => IssuerProblems.VerificationUnknown,
        };
}

/// <summary>Asks for a code.</summary>
/// <param name="Phone">A mobile number as people write it; without a country code it is Korean.</param>
internal sealed record VerificationRequest(string? Phone);

/// <param name="VerificationId">Names the verification when confirming.</param>
/// <param name="ExpiresInSeconds">How long the code is valid.</param>
internal sealed record VerificationAnswer(Guid VerificationId, int ExpiresInSeconds);

/// <summary>Confirms a code: for a visitor all but the last, for a guardian (법정대리인) the code alone, which gives no session.</summary>
/// <param name="Code">The six digits.</param>
/// <param name="Name">1 to 60 characters.</param>
/// <param name="BirthDate">yyyy-MM-dd.</param>
/// <param name="Consent">True: the visitor consents to the text of <c>/v1/consent</c>.</param>
/// <param name="GuardianVerificationId">Under 14: the verification that a guardian confirmed within the last 30 minutes, with their own phone.</param>
internal sealed record ConfirmRequest(string? Code, string? Name, string? BirthDate, bool? Consent, string? GuardianVerificationId)
{
    [JsonIgnore]
    public bool IsOfGuardian => Name is null && BirthDate is null && Consent is null && GuardianVerificationId is null;
}

/// <summary>A guardian's phone is confirmed.</summary>
/// <param name="VerificationId">What the child names within 30 minutes.</param>
internal sealed record PhoneAnswer(Guid VerificationId);

/// <param name="SessionToken">Bearer token for 30 days.</param>
/// <param name="ExpiresAt">When it ends.</param>
internal sealed record SessionAnswer(string SessionToken, DateTimeOffset ExpiresAt);

internal sealed record ConsentAnswer(string Version, string Ko, string En);

internal sealed record SimulatedInboxAnswer(bool Simulated, string Notice, IReadOnlyList<SimulatedMessage> Messages);
