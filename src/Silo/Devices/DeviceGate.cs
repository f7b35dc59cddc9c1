using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using KiPass.Contracts.Facilities;
using KiPass.Grains.Facilities;
using KiPass.Silo.Limits;
using KiPass.Silo.Problems;

namespace KiPass.Silo.Devices;

/// <summary>
/// Admits devices by their bearer token. This silo remembers an answer of the facility's grain for at most 4 s, so that a revocation is in
/// force everywhere within 5 s and a scan costs no call to another silo. Where the grain does not answer, what is stored of it does.
/// </summary>
internal sealed class DeviceGate(IGrainFactory grains, StoredFacilities stored, CallerLimits limits, TimeProvider time)
{
    /// <summary>How long an answer is believed.</summary>
    public static readonly TimeSpan BelievedFor = TimeSpan.FromSeconds(4);

    // A grain answers in a few milliseconds; the rest of what a door waits for is left to the scan itself.
    private static readonly TimeSpan GrainPatience = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan RememberedFor = TimeSpan.FromHours(1);
    private const int MaxRemembered = 50_000;
    private const int AnswersBetweenSweeps = 1000;
    private const string Scheme = "Bearer ";
    private const int HeaderLength = 7 + DeviceToken.TextLength;

    private readonly ConcurrentDictionary<TokenHash, Remembered> answers = new();
    private int answered;

    /// <summary>Whether the request comes from an admitted device that may ask this much now.</summary>
    /// <param name="scans">How many scans the request counts as.</param>
    public ValueTask<Admittance> Admit(HttpContext context, int scans = 1)
    {
        var recognized = Recognize(context);
        return recognized.IsCompletedSuccessfully ? ValueTask.FromResult(Count(recognized.Result, scans)) : CountLater(recognized, scans);
    }

    private async ValueTask<Admittance> CountLater(ValueTask<Admittance> recognized, int scans) => Count(await recognized, scans);

    private Admittance Count(Admittance device, int scans) =>
        device.IsAdmitted && limits.CountScans(device.DeviceId, scans) is { Ticks: > 0 } wait
            ? new Admittance(device.Status, Catalogue.TooManyRequests, RetryAfter: wait)
            : device;

    private ValueTask<Admittance> Recognize(HttpContext context)
    {
        string? header = context.Request.Headers.Authorization;
        if (header is not { Length: HeaderLength } || !header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            return ValueTask.FromResult(Unsigned(context));
        }
        var hash = TokenHash.Of(header.AsSpan(Scheme.Length));
        return answers.TryGetValue(hash, out var known) && time.GetElapsedTime(known.AskedAt) < BelievedFor
            ? ValueTask.FromResult(known.Admittance.Status == AdmissionStatus.Unknown ? Unsigned(context) : known.Admittance)
            : Ask(context, header[Scheme.Length..], hash, known);
    }

    private async ValueTask<Admittance> Ask(HttpContext context, string text, TokenHash hash, Remembered? known)
    {
        // A device that was known a moment ago is asked for whatever else comes from its address.
        var isTrusted = known is { Admittance.Status: not AdmissionStatus.Unknown };
        if (DeviceToken.Read(text) is not { } token)
        {
            return Unsigned(context);
        }
        if (!isTrusted && limits.PeekUnauthenticated(context) is { Ticks: > 0 } wait)
        {
            return new Admittance(AdmissionStatus.Unknown, Catalogue.TooManyRequests, RetryAfter: wait);
        }
        var askedAt = time.GetTimestamp();
        if (await Ask(token) is not { } admission)
        {
            return new Admittance(default, Catalogue.Unavailable);
        }
        var answer = new Admittance(
            admission.Status,
            ProblemOf(admission.Status),
            token.FacilityId,
            token.DeviceId,
            admission.FacilityName,
            admission.ZoneName
        );
        answers[hash] = new Remembered(answer, askedAt);
        if (Interlocked.Increment(ref answered) % AnswersBetweenSweeps == 0)
        {
            Sweep();
        }
        return admission.Status == AdmissionStatus.Unknown ? Unsigned(context) : answer;
    }

    private async ValueTask<Admission?> Ask(DeviceToken token)
    {
        try
        {
            var facility = grains.GetGrain<IInternalFacilityGrain>(FacilityKey.Of(token.FacilityId));
            return await facility.Admit(token.DeviceId, token.Hash).AsTask().WaitAsync(GrainPatience);
        }
        catch (Exception e) when (e is TimeoutException or OrleansException)
        {
            return await stored.Admit(token.FacilityId, token.DeviceId, token.Hash);
        }
    }

    private Admittance Unsigned(HttpContext context) =>
        limits.CountUnauthenticated(context) is { Ticks: > 0 } wait
            ? new Admittance(AdmissionStatus.Unknown, Catalogue.TooManyRequests, RetryAfter: wait)
            : new Admittance(AdmissionStatus.Unknown, Catalogue.DeviceUnknown);

    private static Problem? ProblemOf(AdmissionStatus status) =>
        status switch
        {
            AdmissionStatus.Admitted => null,
            AdmissionStatus.Revoked => Catalogue.DeviceRevoked,
            AdmissionStatus.Inactive => Catalogue.FacilityInactive,
            _ => Catalogue.DeviceUnknown,
        };

    private void Sweep()
    {
        foreach (var (hash, remembered) in answers)
        {
            var keep = remembered.Admittance.Status == AdmissionStatus.Unknown ? BelievedFor : RememberedFor;
            if (time.GetElapsedTime(remembered.AskedAt) >= keep)
            {
                answers.TryRemove(hash, out _);
            }
        }
        if (answers.Count > MaxRemembered)
        {
            answers.Clear();
        }
    }

    private sealed record Remembered(Admittance Admittance, long AskedAt);

    /// <summary>SHA-256 of a token's text: the text itself is not kept.</summary>
    private readonly record struct TokenHash(long A, long B, long C, long D)
    {
        public static TokenHash Of(ReadOnlySpan<char> text)
        {
            Span<byte> bytes = stackalloc byte[DeviceToken.TextLength * 3];
            var length = Encoding.UTF8.GetBytes(text, bytes);
            Span<TokenHash> hash = stackalloc TokenHash[1];
            SHA256.HashData(bytes[..length], MemoryMarshal.AsBytes(hash));
            return hash[0];
        }
    }
}
