using System.Text.Json;
using KiPass.Silo.Problems;
using KiPass.Silo.Requests;

namespace KiPass.Silo.Scans;

/// <summary><c>{scanId, pass, scannedAt}</c>: one scan.</summary>
internal readonly record struct ScanForm(Guid ScanId, string Pass, DateTimeOffset ScannedAt) : IForm<ScanForm>
{
    /// <summary>Longest text that is looked at as a pass; a pass has 145 characters.</summary>
    public const int MaxPassLength = 1024;

    public static int MaxBytes => Forms.MaxBytes;

    public static Problem? Read(ref Utf8JsonReader json, out ScanForm form, out string member)
    {
        var fault = ReadThrough(ref json, out _, out form);
        member = fault ?? "";
        return fault is null ? null : Catalogue.RequestMalformed;
    }

    /// <summary>Reads to the end of the object even if a member is wrong, so that a batch can go on behind it.</summary>
    /// <param name="scanId">The scan id when it is readable, also with another member at fault.</param>
    /// <returns>The member at fault; null when there is none.</returns>
    public static string? ReadThrough(ref Utf8JsonReader json, out Guid? scanId, out ScanForm form)
    {
        scanId = null;
        string? pass = null;
        DateTimeOffset? scannedAt = null;
        string? fault = null;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("scanId"u8))
            {
                fault = Member.TryUuid(ref json, ref scanId) ? fault : "scanId";
            }
            else if (json.ValueTextEquals("pass"u8))
            {
                fault = Member.TryText(ref json, MaxPassLength, ref pass) ? fault : "pass";
            }
            else if (json.ValueTextEquals("scannedAt"u8))
            {
                fault = Member.TryInstant(ref json, ref scannedAt) ? fault : "scannedAt";
            }
            else
            {
                json.Skip();
            }
        }
        fault ??=
            scanId is null ? "scanId"
            : pass is null ? "pass"
            : scannedAt is null ? "scannedAt"
            : null;
        form = fault is null ? new ScanForm(scanId!.Value, pass!, scannedAt!.Value) : default;
        return fault;
    }

    /// <summary>Nothing: a pass never reaches a log or a message by accident.</summary>
    public override string ToString() => nameof(ScanForm);
}
