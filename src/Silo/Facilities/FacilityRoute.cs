using System.Data.Common;
using System.Text.Json;
using KiPass.Silo.Devices;
using KiPass.Silo.Problems;
using KiPass.Silo.Requests;
using KiPass.Silo.Trust;
using KiPass.Tokens.Keys;

namespace KiPass.Silo.Facilities;

/// <summary><c>GET /v1/facility</c>: what a scanner shows of its facility and zone, the authority's key for paper visits, and the time.</summary>
internal sealed class FacilityRoute(DeviceGate gate, TodayCount today, PinnedPeers peers, TimeProvider time)
{
    public async Task Get(HttpContext context)
    {
        var device = await gate.Admit(context);
        if (!device.IsAdmitted)
        {
            await device.Refuse(context);
            return;
        }
        int count;
        try
        {
            count = await today.Of(device.FacilityId, context.RequestAborted);
        }
        catch (Exception e) when (e is DbException or TimeoutException)
        {
            await context.Refuse(Catalogue.Unavailable);
            return;
        }
        context.Response.Json((device, count, peers.Authority.EncryptionKey, time.GetUtcNow()), Write);
    }

    private static void Write(Utf8JsonWriter json, (Admittance Device, int Count, EcJwk AuthorityKey, DateTimeOffset Now) facility)
    {
        json.WriteString("id"u8, facility.Device.FacilityId);
        json.WriteString("name"u8, facility.Device.FacilityName);
        json.WriteString("zone"u8, facility.Device.ZoneName);
        json.WriteNumber("todayCount"u8, facility.Count);
        json.WritePropertyName("authorityKey"u8);
        JsonSerializer.Serialize(json, facility.AuthorityKey);
        json.WriteString("utc"u8, Answer.Rfc3339(facility.Now));
    }
}
