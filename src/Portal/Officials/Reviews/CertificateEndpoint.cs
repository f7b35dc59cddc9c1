using KiPass.Contracts.Access;
using KiPass.Contracts.Facilities;
using KiPass.Portal.Officials.Access;
using KiPass.Portal.Officials.Keys;
using KiPass.Portal.Shared.Accounts;
using KiPass.Portal.Shared.Facilities;
using KiPass.Portal.Shared.Register;
using KiPass.Portal.Shared.Settings;
using KiPass.Tokens.Jose;
using Microsoft.AspNetCore.Mvc;

namespace KiPass.Portal.Officials.Reviews;

/// <summary>
/// Decrypts a registration certificate with the authority's key and shows it to the reviewing official. Nothing is stored.
/// </summary>
internal static class CertificateEndpoint
{
    public static void MapCertificates(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/reviews/{facilityId:guid}/certificate", Show).RequireAuthorization(OfficialPolicies.Investigator);

    private static async Task<IResult> Show(HttpContext http, Guid facilityId, RegisterCalls register, [FromServices] IAuthorityKeys keys)
    {
        var caller = CurrentCaller.Of(http.User);
        var answer = await register.Ask(() => register.Grain<ICertificateGrain>(CertificateKey.Of(facilityId)).Fetch(caller));
        if (answer.Status == AnswerStatus.Unavailable)
        {
            return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
        }
        if (answer.Value is not { } certificate || keys.Open(key => SealedFile.Open(certificate.Sealed, key)) is not { } file)
        {
            return Results.NotFound();
        }
        http.Response.Headers.CacheControl = "no-store";
        // The file is an untrusted upload, so the browser must not run any of its content.
        http.Response.Headers.ContentSecurityPolicy =
            "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; plugin-types application/pdf";
        return Results.Bytes(file, CertificateFile.MediaType(certificate.Kind));
    }
}
