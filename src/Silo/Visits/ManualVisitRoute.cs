using System.Buffers;
using System.Text.Json;
using KiPass.Grains.Policy;
using KiPass.Grains.Visits;
using KiPass.Silo.Devices;
using KiPass.Silo.Problems;
using KiPass.Silo.Requests;
using KiPass.Silo.Scans;

namespace KiPass.Silo.Visits;

/// <summary><c>{scanId, sealed, enteredAt}</c>: a visitor without a phone (수기명부); <c>sealed</c> is a compact JWE (RFC 7516) to the authority.</summary>
internal sealed record ManualVisitForm(Guid ScanId, string Sealed, DateTimeOffset EnteredAt) : IForm<ManualVisitForm>
{
    /// <summary>Longest sealed text; 512 padded bytes make about 1,000 characters.</summary>
    private const int MaxSealedLength = 4096;
    private const int PartsOfJwe = 5;

    private static readonly SearchValues<char> Base64Url = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_."
    );

    public static int MaxBytes => Forms.MaxBytes;

    public static Problem? Read(ref Utf8JsonReader json, out ManualVisitForm form, out string member)
    {
        Guid? scanId = null;
        string? sealedText = null;
        DateTimeOffset? enteredAt = null;
        string? fault = null;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("scanId"u8))
            {
                fault = Member.TryUuid(ref json, ref scanId) ? fault : "scanId";
            }
            else if (json.ValueTextEquals("sealed"u8))
            {
                fault = Member.TryText(ref json, MaxSealedLength, ref sealedText) ? fault : "sealed";
            }
            else if (json.ValueTextEquals("enteredAt"u8))
            {
                fault = Member.TryInstant(ref json, ref enteredAt) ? fault : "enteredAt";
            }
            else
            {
                json.Skip();
            }
        }
        fault ??=
            scanId is null ? "scanId"
            : !IsJwe(sealedText) ? "sealed"
            : enteredAt is null ? "enteredAt"
            : null;
        form = new ManualVisitForm(scanId ?? default, sealedText ?? "", enteredAt ?? default);
        member = fault ?? "";
        return fault is null ? null : Catalogue.RequestMalformed;
    }

    // The register cannot open it; it only makes sure that it keeps no plain text.
    private static bool IsJwe(string? text) =>
        text is not null
        && text.StartsWith("ey", StringComparison.Ordinal)
        && text.AsSpan().Count('.') == PartsOfJwe - 1
        && !text.AsSpan().ContainsAnyExcept(Base64Url);
}

/// <summary><c>POST /v1/visits/manual</c>: stores a paper visit, sealed in the scanner; at most 24 h old.</summary>
internal sealed class ManualVisitRoute(DeviceGate gate, PolicyCache policy, IVisitLog log, TimeProvider time)
{
    public async Task Post(HttpContext context)
    {
        var reading = await Forms.Read<ManualVisitForm>(context.Request);
        if (reading.Problem is not null)
        {
            await reading.Refuse(context);
            return;
        }
        var form = reading.Form;
        var receivedAt = time.GetUtcNow();
        if (ScanTime.IsAhead(form.EnteredAt, receivedAt))
        {
            await context.Refuse(Catalogue.RequestMalformed, "member", "enteredAt");
            return;
        }
        var device = await gate.Admit(context);
        if (!device.IsAdmitted)
        {
            await device.Refuse(context);
            return;
        }
        if ((await policy.Current()).CollectionEndedAt(form.EnteredAt))
        {
            await context.Refuse(Catalogue.CollectionEnded);
            return;
        }
        if (ScanTime.IsTooOld(form.EnteredAt, receivedAt, ScanTime.OldestQueued))
        {
            await context.Refuse(Catalogue.PassExpired);
            return;
        }
        var enteredAt = ScanTime.Kept(form.EnteredAt);
        var visit = new PaperVisit(device.FacilityId, device.DeviceId, form.ScanId, form.Sealed, enteredAt, receivedAt);
        var recording = await log.Append(visit, CancellationToken.None);
        switch (recording.Status)
        {
            case RecordingStatus.Stored:
                ScanRoute.Accepted(context.Response, form.ScanId, enteredAt, repeated: false);
                break;
            case RecordingStatus.Found:
                ScanRoute.Accepted(context.Response, form.ScanId, recording.EnteredAt, repeated: true);
                break;
            default:
                await context.Refuse(Catalogue.VisitUnconfirmed);
                break;
        }
    }
}
