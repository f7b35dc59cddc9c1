using System.Text.Json;
using KiPass.Grains.Visits;
using KiPass.Silo.Devices;
using KiPass.Silo.Problems;
using KiPass.Silo.Requests;

namespace KiPass.Silo.Scans;

/// <summary><c>{scanId, pass}</c>: the scan to take back.</summary>
internal readonly record struct UndoForm(Guid ScanId, string Pass) : IForm<UndoForm>
{
    public static int MaxBytes => Forms.MaxBytes;

    public static Problem? Read(ref Utf8JsonReader json, out UndoForm form, out string member)
    {
        Guid? scanId = null;
        string? pass = null;
        string? fault = null;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("scanId"u8))
            {
                fault = Member.TryUuid(ref json, ref scanId) ? fault : "scanId";
            }
            else if (json.ValueTextEquals("pass"u8))
            {
                fault = Member.TryText(ref json, ScanForm.MaxPassLength, ref pass) ? fault : "pass";
            }
            else
            {
                json.Skip();
            }
        }
        fault ??=
            scanId is null ? "scanId"
            : pass is null ? "pass"
            : null;
        form = fault is null ? new UndoForm(scanId!.Value, pass!) : default;
        member = fault ?? "";
        return fault is null ? null : Catalogue.RequestMalformed;
    }

    /// <summary>Nothing: a pass never reaches a log or a message by accident.</summary>
    public override string ToString() => nameof(UndoForm);
}

/// <summary><c>POST /v1/scans/undo</c>: a visitor who did not enter after all; the same device, within 5 minutes. The token stays spent.</summary>
internal sealed class UndoRoute(DeviceGate gate, ScanService door, TimeProvider time)
{
    public async Task Post(HttpContext context)
    {
        var reading = await Forms.Read<UndoForm>(context.Request);
        if (reading.Problem is not null)
        {
            await reading.Refuse(context);
            return;
        }
        var device = await gate.Admit(context);
        if (!device.IsAdmitted)
        {
            await device.Refuse(context);
            return;
        }
        var opened = door.Open(reading.Form.Pass, out var pass);
        if (Verdicts.ProblemOf(opened) is { } problem)
        {
            await context.Refuse(problem);
            return;
        }
        var outcome = await door.Void(TokenKey.Of(pass), reading.Form.ScanId, device.DeviceId, time.GetUtcNow());
        switch (outcome)
        {
            case VoidOutcome.Voided:
                context.Response.Json("""{"result":"voided"}"""u8);
                break;
            case VoidOutcome.Unknown:
                await context.Refuse(Catalogue.VisitUnknown);
                break;
            default:
                await context.Refuse(Catalogue.VisitUnconfirmed);
                break;
        }
    }
}
