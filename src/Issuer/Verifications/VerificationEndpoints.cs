using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using KiPass.Hosting.Problems;
using KiPass.Issuer.Personal;
using KiPass.Issuer.Problems;
using KiPass.Issuer.Sessions;
using KiPass.Issuer.Settings;
using KiPass.Issuer.Visitors;
using KiPass.Issuer.Web;
using KiPass.Tokens;
using Microsoft.AspNetCore.Http.HttpResults;

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
            .LimitByAddress(LimitedAction.Code)
            .ReadsJson()
            .ProducesProblems(IssuerProblems.PhoneUnusable, IssuerProblems.MessageUnsent, IssuerProblems.Unavailable);
        verifications
            .MapPost("/{id}/confirm", Confirm)
            .WithSummary(
                "Confirm the code with name, date of birth and consent. Gives a session for 30 days; the same phone renews the same visitor."
            )
            .LimitByAddress(LimitedAction.Confirmation)
            .ReadsJson()
            .ProducesProblems(IssuerProblems.GuardianRequired, IssuerProblems.VerificationUnknown, IssuerProblems.CodeWrong)
            .ProducesProblems(IssuerProblems.ConsentRequired, IssuerProblems.Unavailable);
        routes
            .MapGet("/v1/consent", () => TypedResults.Ok(new ConsentAnswer(Consent.Version, Consent.Korean, Consent.English)))
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
                    return TypedResults.Ok(new SimulatedInboxAnswer(true, SimulatedInbox.Notice, [.. inbox.Messages()]));
                }
            )
            .WithTags("Verifications")
            .WithSummary("SIMULATED: the messages that no gateway sent. Exists only without Issuer:Sms:Url.");

    private static async Task<Results<Created<VerificationAnswer>, ProblemResult>> Ask(
        HttpContext context,
        VerificationRequest request,
        VerificationStore store,
        CodeQuota quota,
        ISmsGateway sms,
        CancellationToken cancellationToken
    )
    {
        if (PhoneNumber.Read(request.Phone!) is not { } phone || !quota.Reaches(phone))
        {
            return IssuerProblems.PhoneUnusable.ToResult();
        }
        if (await quota.Take(context, phone, cancellationToken) is { } left)
        {
            return IssuerProblems.TooManyRequests.ToResult(left);
        }
        var id = Id.Random();
        var code = OneTimeCode.Create();
        await store.Add(id, phone, code, cancellationToken);
        if (!await sms.Send(new CodeMessage(id, phone, code), cancellationToken))
        {
            await store.Remove(id, CancellationToken.None);
            return IssuerProblems.MessageUnsent.ToResult();
        }
        return TypedResults.Created((string?)null, new VerificationAnswer(id.Value, (int)VerificationStore.CodeLifetime.TotalSeconds));
    }

    private static async Task<Results<Ok<SessionAnswer>, Ok<PhoneAnswer>, ProblemResult>> Confirm(
        string id,
        ConfirmRequest request,
        VerificationStore store,
        SessionCache cache,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        var verificationId = Id.Parse(id);
        if (!OneTimeCode.IsWellFormed(request.Code))
        {
            return IssuerProblems.Malformed("code");
        }
        if (request.IsOfGuardian)
        {
            var outcome = verificationId is { } phoneOnly
                ? await store.ConfirmPhone(phoneOnly, request.Code!, cancellationToken)
                : ConfirmationOutcome.Unknown;
            return outcome == ConfirmationOutcome.Confirmed
                ? TypedResults.Ok(new PhoneAnswer(verificationId!.Value.Value))
                : Refusal(outcome).ToResult();
        }
        var today = KoreanDay.Of(time.GetUtcNow());
        if (PersonName.Read(request.Name) is not { } name)
        {
            return IssuerProblems.Malformed("name");
        }
        if (BirthDate.Read(request.BirthDate, today) is not { } birthDate)
        {
            return IssuerProblems.Malformed("birthDate");
        }
        var guardianId = Id.Parse(request.GuardianVerificationId);
        if (request.GuardianVerificationId is not null && guardianId is null)
        {
            return IssuerProblems.Malformed("guardianVerificationId");
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
        return TypedResults.Ok(new SessionAnswer(confirmation.SessionToken!, time.GetUtcNow() + SessionStore.Lifetime));
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
public sealed record VerificationRequest([property: Required(AllowEmptyStrings = true)] string? Phone);

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
