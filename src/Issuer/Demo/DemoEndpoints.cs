using System.Net.Mime;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using KiPass.Hosting.Demo;
using KiPass.Issuer.DayKeys;
using KiPass.Issuer.Passes;
using KiPass.Issuer.Personal;
using KiPass.Issuer.Sessions;
using KiPass.Issuer.Settings;
using KiPass.Issuer.Storage;
using KiPass.Issuer.Visitors;
using KiPass.Tokens;
using KiPass.Tokens.Passes;

namespace KiPass.Issuer.Demo;

/// <summary>
/// The issuer's part of a demonstration's start page: signs a browser in as the visitor of the story, and tells the page the visitor's code, name
/// and phone. Each needs a ticket of the start page. The routes exist only in an issuer that <c>up --demo</c> started.
/// </summary>
internal static class DemoEndpoints
{
    /// <summary>As which program the issuer accepts tickets.</summary>
    public const string Program = "issuer";

    private const string Visitor = "visitor";
    private const int StartsWithin = 4;
    private const string Script = "/demo/enter.js";

    // Uses the storage of device-store.js and database.js. An earlier user of this browser may have left tickets there, which are removed.
    private const string EnterScript = """
        const session = document.documentElement.dataset.session;
        for (const key of ["kipass.person", "kipass.me"]) localStorage.removeItem(key);
        localStorage.setItem("kipass.session", JSON.stringify(session));
        const databases = (await indexedDB.databases?.()) ?? [];
        const removed = databases.map(({ name }) => new Promise((done) => {
          const request = indexedDB.deleteDatabase(name);
          request.onsuccess = request.onerror = request.onblocked = done;
        }));
        await Promise.all(removed);
        location.replace("/");
        """;

    public static void MapDemo(this WebApplication app, IssuerSettings settings)
    {
        if (DemoTickets.Of(settings.Data, settings.Demo, app.Services.GetRequiredService<TimeProvider>()) is not { } tickets)
        {
            return;
        }
        var demo = app.MapGroup("/demo").ExcludeFromDescription().DisableAntiforgery();
        demo.MapGet("/enter.js", () => Results.Text(EnterScript, MediaTypeNames.Text.JavaScript));
        demo.MapPost(
            "/sign-in",
            (HttpContext http, VisitorStore visitors, SessionStore sessions, IssuerDatabase database) =>
                SignIn(http, tickets, visitors, sessions, database)
        );
        demo.MapPost(
            "/visitor",
            (HttpContext http, VisitorStore visitors, IssuerDatabase database, DayKeyring dayKeys, PassService passes, TimeProvider time) =>
                Tell(http, tickets, visitors, database, dayKeys, passes, time)
        );
    }

    private static async Task<IResult> SignIn(
        HttpContext http,
        DemoTickets tickets,
        VisitorStore visitors,
        SessionStore sessions,
        IssuerDatabase database
    )
    {
        if (await Redeem(http, tickets, visitors) is not { } visitor)
        {
            return Results.NotFound();
        }
        await using var session = await database.Begin(null, http.RequestAborted);
        var token = await sessions.Start(session, visitor.VisitorId, http.RequestAborted);
        await session.Commit(http.RequestAborted);
        http.Response.Headers.CacheControl = "no-store";
        return Results.Text(
            $"""
            <!doctype html><html lang="ko" data-session="{HtmlEncoder.Default.Encode(token)}"><meta charset="utf-8"><title>KI-Pass</title>
            <script type="module" src="{Script}"></script></html>
            """,
            MediaTypeNames.Text.Html
        );
    }

    private static async Task<IResult> Tell(
        HttpContext http,
        DemoTickets tickets,
        VisitorStore visitors,
        IssuerDatabase database,
        DayKeyring dayKeys,
        PassService passes,
        TimeProvider time
    )
    {
        if (await Redeem(http, tickets, visitors) is not { } visitor)
        {
            return Results.NotFound();
        }
        VisitorNumber number;
        await using (var session = await database.Open(http.RequestAborted))
        {
            number = (await PersonStore.Numbers(session, [visitor.VisitorId], http.RequestAborted))[visitor.VisitorId];
        }
        // A slot may begin up to five seconds after the scan, so there are at least ten seconds to copy and paste the code.
        var slot = (time.GetUtcNow().ToUnixTimeSeconds() + StartsWithin) / Pass.SlotSeconds * Pass.SlotSeconds;
        var dayKey = await dayKeys.Ensure(KoreanDay.OfUnixSeconds(slot), http.RequestAborted);
        var pass = passes.Seal(number, RandomNumberGenerator.GetInt32(TicketCipher.TicketsPerDay), slot, dayKey);
        http.Response.Headers.CacheControl = "no-store";
        // The page is served by the register, at another port.
        http.Response.Headers.AccessControlAllowOrigin = "*";
        return Results.Json(new DemoVisitorAnswer(pass, visitor.Name.Value, DemoStory.Phone));
    }

    private static async Task<Visitor?> Redeem(HttpContext http, DemoTickets tickets, VisitorStore visitors)
    {
        if (!http.Request.HasFormContentType)
        {
            return null;
        }
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        return tickets.Redeem(Program, form["ticket"]) == Visitor && PhoneNumber.Read(DemoStory.Phone) is { } phone
            ? await visitors.FindByPhone(phone, http.RequestAborted)
            : null;
    }
}

/// <summary>The visitor of the story, with a code that is valid now.</summary>
internal sealed record DemoVisitorAnswer(string Pass, string Name, string Phone);
