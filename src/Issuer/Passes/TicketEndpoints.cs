using System.ComponentModel.DataAnnotations;
using KiPass.Hosting.Problems;
using KiPass.Issuer.Problems;
using KiPass.Issuer.Telemetry;
using KiPass.Issuer.Web;
using KiPass.Tokens;
using KiPass.Tokens.Passes;

namespace KiPass.Issuer.Passes;

/// <summary>A session fetches tickets, from which the phone computes codes by itself.</summary>
internal static class TicketEndpoints
{
    public static void MapTickets(this IEndpointRouteBuilder routes) =>
        routes
            .MapGroup("/v1/tickets")
            .RequireSession()
            .MapPost("/", Issue)
            .WithTags("Passes")
            .WithSummary(
                "Up to 32 tickets for each of today and the next two Korean days, from which a phone computes codes without network."
            )
            .Produces<TicketAnswer>()
            .ReadsJson()
            .ProducesProblems(IssuerProblems.CompanionUnknown);

    private static async Task Issue(HttpContext context, TicketRequest request, TicketService tickets, IssuerMeter meter, TimeProvider time)
    {
        var session = context.Session();
        if (session.NumberOf(request.CompanionId) is not { } visitor)
        {
            await context.WriteProblem(IssuerProblems.CompanionUnknown);
            return;
        }
        if (!session.Tickets.TryTake(TicketService.TicketsOfAnswer, out var wait))
        {
            await context.WriteProblem(IssuerProblems.TooManyRequests, retryAfter: wait);
            return;
        }
        using var span = IssuerSpans.Tickets();
        var now = time.GetUtcNow();
        await tickets.Prepare(KoreanDay.Of(now), context.RequestAborted);
        var response = context.Response;
        response.ContentType = "application/json; charset=utf-8";
        response.Headers.CacheControl = "no-store";
        meter.TicketsIssued(tickets.Write(response.BodyWriter, visitor, request.From ?? 0, now));
        await response.BodyWriter.FlushAsync(context.RequestAborted);
    }
}

/// <param name="CompanionId">Whose tickets: a companion's instead of the visitor's own.</param>
/// <param name="From">The number of the first ticket, 0 to 63; absent: 0. After 63 comes 0.</param>
public sealed record TicketRequest(string? CompanionId, [property: Range(0, TicketRequest.LastNumber)] int? From)
{
    internal const int LastNumber = TicketCipher.TicketsPerDay - 1;
}

/// <param name="Now">The issuer's clock, so that a page can show codes in step with it.</param>
/// <param name="Days">Today and the next two Korean days.</param>
internal sealed record TicketAnswer(DateTimeOffset Now, IReadOnlyList<TicketDay> Days);

/// <param name="Day">The Korean date.</param>
/// <param name="Kid">Issuer and day as they begin a code: 4 bytes, base64url.</param>
/// <param name="Tickets">32 tickets.</param>
internal sealed record TicketDay(DateOnly Day, string Kid, IReadOnlyList<IssuedTicket> Tickets);

/// <param name="N">0 to 63.</param>
/// <param name="Ticket">16 bytes, base64url.</param>
/// <param name="Key">The ticket's key, 32 bytes, base64url.</param>
internal sealed record IssuedTicket(int N, string Ticket, string Key);
