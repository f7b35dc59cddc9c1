using System.Net.Mime;
using KiPass.Contracts.Facilities;
using KiPass.Grains.Facilities;
using KiPass.Grains.Hosting;
using KiPass.Hosting.Demo;
using KiPass.Silo.DemoVenues;
using KiPass.Silo.Trust;
using KiPass.Tokens.KeyStatements;
using QRCoder;

namespace KiPass.Silo.Start;

/// <summary>What the start page asks for: tickets for the programs' one-click sign-ins, and pairing codes of the story's facility.</summary>
internal static class StartEndpoints
{
    /// <summary>The people, and the program that signs each of them in.</summary>
    private static readonly Dictionary<string, string> Programs = new()
    {
        ["visitor"] = "issuer",
        ["owner"] = "owners",
        ["official"] = "officials",
        ["approver"] = "officials",
        ["administrator"] = "officials",
    };

    public static void MapStart(this WebApplication app, RegisterDemo demo, DemoTickets tickets, string policy)
    {
        var start = app.MapGroup(StartPage.Path).ExcludeFromDescription().DisableAntiforgery();
        // As a delegate, because a handler with this one parameter would be taken for one that writes its own answer.
        start.MapPost("/enter", (Delegate)((HttpContext http) => Enter(http, demo, tickets, policy)));
        start.MapPost(
            "/visitor",
            () => Results.Json(new VisitorTicket($"{demo.IssuerUrl}/demo/visitor", tickets.Issue("issuer", "visitor")))
        );
        start.MapPost("/pairing", (IGrainFactory grains, PinnedPeers peers, TimeProvider time) => Pair(demo, grains, peers, time));
    }

    // Answers with a form that the browser posts to the program by itself, so that no ticket is ever in an address.
    private static async Task<IResult> Enter(HttpContext http, RegisterDemo demo, DemoTickets tickets, string policy)
    {
        var form = http.Request.HasFormContentType ? await http.Request.ReadFormAsync() : FormCollection.Empty;
        if (!Programs.TryGetValue(form["who"].ToString(), out var program))
        {
            return Results.NotFound();
        }
        var address = program switch
        {
            "issuer" => $"{demo.IssuerUrl}/demo/sign-in",
            "owners" => $"{demo.OwnersUrl}/account/demo",
            _ => $"{demo.OfficialsUrl}/account/demo",
        };
        var language = form["language"] == "en" ? "en" : "ko";
        StartPage.Secure(http.Response.Headers, policy);
        http.Response.Headers.CacheControl = "no-store";
        return Results.Text(
            $"""
            <!doctype html><html lang="{language}"><meta charset="utf-8"><title>KI-Pass</title>
            <form method="post" action="{address}"><input type="hidden" name="ticket" value="{tickets.Issue(
                program,
                form["who"].ToString()
            )}">
            <input type="hidden" name="language" value="{language}"><button>{(language == "en" ? "Continue" : "계속")}</button></form>
            <script src="{StartPage.Path}/js/enter.js"></script></html>
            """,
            MediaTypeNames.Text.Html
        );
    }

    private static async Task<IResult> Pair(RegisterDemo demo, IGrainFactory grains, PinnedPeers peers, TimeProvider time)
    {
        var story = DemoFacilities.All[DemoFacilities.Story];
        var facility = grains.GetGrain<IInternalFacilityGrain>(FacilityKey.Of(story.Id));
        if (await facility.OfferPairing(time.GetUtcNow() + PairingCode.Lifetime) is not { } code)
        {
            return Results.NotFound();
        }
        var authority = peers.Authority;
        var signer = KeyChain.CheckKey(authority) == authority.SigningKey ? $"&signer={authority.SigningKey.Thumbprint}" : "";
        var link = $"{demo.RegisterUrl}/scanner/#pair={code}&authority={authority.EncryptionKey.Thumbprint}{signer}";
        return Results.Json(new StartPairing(code, link, story.Facts.Name, Picture(link)));
    }

    private static string Picture(string link)
    {
        using var data = QRCodeGenerator.GenerateQrCode(link, QRCodeGenerator.ECCLevel.M);
        using var code = new PngByteQRCode(data);
        return "data:image/png;base64," + Convert.ToBase64String(code.GetGraphic(pixelsPerModule: 6, drawQuietZones: true));
    }
}

/// <summary>Where the page asks for the story's visitor, with the ticket for it.</summary>
internal sealed record VisitorTicket(string Address, string Ticket);

/// <summary>A pairing code of the story's facility.</summary>
/// <param name="Code">As text.</param>
/// <param name="Link">The link of docs/pairing.md.</param>
/// <param name="Facility">Trade name.</param>
/// <param name="Picture">The link as a QR code, <c>data:</c> URI.</param>
internal sealed record StartPairing(string Code, string Link, string Facility, string Picture);
