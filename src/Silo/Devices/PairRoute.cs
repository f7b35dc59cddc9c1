using System.Text.Json;
using KiPass.Grains.Facilities;
using KiPass.Silo.Limits;
using KiPass.Silo.Problems;
using KiPass.Silo.Requests;

namespace KiPass.Silo.Devices;

/// <summary><c>{pairingCode, name}</c>: a scanner that wants to belong to a facility.</summary>
internal sealed record PairForm(string PairingCode, string Name) : IForm<PairForm>
{
    private const int MaxCodeLength = 64;

    public static int MaxBytes => Forms.MaxBytes;

    public static Problem? Read(ref Utf8JsonReader json, out PairForm form, out string member)
    {
        string? code = null;
        string? name = null;
        string? fault = null;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("pairingCode"u8))
            {
                fault = Member.TryText(ref json, MaxCodeLength, ref code) ? fault : "pairingCode";
            }
            else if (json.ValueTextEquals("name"u8))
            {
                fault = Member.TryText(ref json, PairingService.MaxNameLength, ref name) ? fault : "name";
            }
            else
            {
                json.Skip();
            }
        }
        name = name?.Trim();
        fault ??=
            code is null ? "pairingCode"
            : string.IsNullOrEmpty(name) || name.Any(char.IsControl) ? "name"
            : null;
        form = new PairForm(code ?? "", name ?? "");
        member = fault ?? "";
        return fault is null ? null : Catalogue.RequestMalformed;
    }

    /// <summary>Nothing: a code never reaches a log or a message by accident.</summary>
    public override string ToString() => nameof(PairForm);
}

/// <summary><c>POST /v1/devices/pair</c>: spends a one-time pairing code; the only answer that ever holds the device's token.</summary>
internal sealed class PairRoute(PairingService desk, CallerLimits limits)
{
    public async Task Post(HttpContext context)
    {
        var reading = await Forms.Read<PairForm>(context.Request);
        if (reading.Problem is not null)
        {
            await reading.Refuse(context);
            return;
        }
        if (limits.CountUnauthenticated(context) is { Ticks: > 0 } wait || (wait = limits.CountCode(context)) > TimeSpan.Zero)
        {
            await context.Refuse(Catalogue.TooManyRequests, (int)Math.Ceiling(wait.TotalSeconds));
            return;
        }
        var pairing = await Pair(reading.Form);
        if (pairing.Status != PairingStatus.Unknown)
        {
            limits.ForgetCode(context);
        }
        switch (pairing.Status)
        {
            case PairingStatus.Paired:
                context.Response.Json(pairing, Write, StatusCodes.Status201Created);
                break;
            case PairingStatus.Unknown:
                await context.Refuse(Catalogue.PairingCodeUnknown);
                break;
            default:
                await context.Refuse(Catalogue.Unavailable);
                break;
        }
    }

    private async ValueTask<Pairing> Pair(PairForm form)
    {
        try
        {
            return await desk.Pair(form.PairingCode, form.Name);
        }
        catch (Exception e) when (e is TimeoutException or OrleansException)
        {
            return Pairing.Unavailable;
        }
    }

    private static void Write(Utf8JsonWriter json, Pairing pairing)
    {
        json.WriteString("deviceId"u8, pairing.DeviceId);
        json.WriteString("deviceToken"u8, pairing.DeviceToken);
        json.WriteStartObject("facility"u8);
        json.WriteString("id"u8, pairing.FacilityId);
        json.WriteString("name"u8, pairing.FacilityName);
        json.WriteEndObject();
    }
}
