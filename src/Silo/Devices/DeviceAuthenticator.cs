using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using KiPass.Contracts.Facilities;
using KiPass.Grains.Facilities;
using KiPass.Hosting.Problems;
using KiPass.Silo.Limits;
using KiPass.Silo.Problems;

namespace KiPass.Silo.Devices;

/// <summary>
/// Authenticates devices by bearer token. This silo caches the result of the facility's grain for at most 4 s. A revocation takes effect
/// on all silos within 5 s, and a scan needs no call to another silo. If the grain is unavailable, its stored state is read instead.
/// </summary>
internal sealed class DeviceAuthenticator(
    IGrainFactory grains,
    StoredFacilities stored,
    CallerLimits limits,
    RefusedScans refused,
    TimeProvider time
)
{
    /// <summary>Cache duration of a result.</summary>
    public static readonly TimeSpan CacheDuration = TimeSpan.FromSeconds(4);

    // A grain responds in a few milliseconds. Most of the scanner's timeout is reserved for the scan.
    private static readonly TimeSpan GrainTimeout = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan KnownDeviceDuration = TimeSpan.FromHours(1);
    private const int MaxCached = 50_000;
    private const int AnswersBetweenSweeps = 1000;
    private const string Scheme = "Bearer ";
    private const int HeaderLength = 7 + DeviceToken.TextLength;

    private readonly ConcurrentDictionary<TokenHash, CachedAdmission> answers = new();
    private int answered;

    /// <summary>Returns the device of a request, or a problem if it is not admitted or exceeds its limit.</summary>
    /// <param name="scans">Number of scans in the request.</param>
    public ValueTask<DeviceAdmission> Admit(HttpContext context, int scans = 1)
    {
        var recognized = Recognize(context);
        return recognized.IsCompletedSuccessfully ? ValueTask.FromResult(Count(recognized.Result, scans)) : CountLater(recognized, scans);
    }

    /// <summary>Counts further scans of an admitted device. Returns zero, or the time to wait.</summary>
    public TimeSpan CountMore(DeviceAdmission device, int scans) => scans > 0 ? limits.CountScans(device.DeviceId, scans) : TimeSpan.Zero;

    private async ValueTask<DeviceAdmission> CountLater(ValueTask<DeviceAdmission> recognized, int scans) => Count(await recognized, scans);

    private DeviceAdmission Count(DeviceAdmission device, int scans) =>
        device.IsAdmitted && limits.CountScans(device.DeviceId, scans) is { Ticks: > 0 } wait
            ? new DeviceAdmission(device.Status, RegisterProblems.TooManyRequests, RetryAfter: wait)
            : device;

    private ValueTask<DeviceAdmission> Recognize(HttpContext context)
    {
        string? header = context.Request.Headers.Authorization;
        if (header is not { Length: HeaderLength } || !header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            return ValueTask.FromResult(Unsigned(context));
        }
        var hash = TokenHash.Of(header.AsSpan(Scheme.Length));
        return answers.TryGetValue(hash, out var known) && time.GetElapsedTime(known.AskedAt) < CacheDuration
            ? ValueTask.FromResult(known.DeviceAdmission.Status == AdmissionStatus.Unknown ? Unsigned(context) : known.DeviceAdmission)
            : Ask(context, header[Scheme.Length..], hash, known);
    }

    private async ValueTask<DeviceAdmission> Ask(HttpContext context, string text, TokenHash hash, CachedAdmission? known)
    {
        // A recently known device is looked up regardless of its address's limit.
        var isTrusted = known is { DeviceAdmission.Status: not AdmissionStatus.Unknown };
        if (DeviceToken.Read(text) is not { } token)
        {
            return Unsigned(context);
        }
        if (!isTrusted && limits.PeekUnauthenticated(context) is { Ticks: > 0 } wait)
        {
            return new DeviceAdmission(AdmissionStatus.Unknown, RegisterProblems.TooManyRequests, RetryAfter: wait);
        }
        var askedAt = time.GetTimestamp();
        if (await Ask(token) is not { } admission)
        {
            return new DeviceAdmission(default, RegisterProblems.Unavailable);
        }
        var answer = new DeviceAdmission(
            admission.Status,
            ProblemOf(admission.Status),
            token.FacilityId,
            token.DeviceId,
            admission.FacilityName,
            admission.ZoneName,
            admission.District ?? "",
            admission.Capacity
        );
        answers[hash] = new CachedAdmission(answer, askedAt);
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
            var admission = await facility.Admit(token.DeviceId, token.Hash).AsTask().WaitAsync(GrainTimeout);
            if (admission.Status == AdmissionStatus.Admitted && refused.Take(token.DeviceId) is > 0 and var count)
            {
                // One-way: completes when the message is sent.
                await facility.Refused(token.DeviceId, count);
            }
            return admission;
        }
        catch (Exception e) when (e is TimeoutException or OrleansException)
        {
            return await stored.Admit(token.FacilityId, token.DeviceId, token.Hash);
        }
    }

    private DeviceAdmission Unsigned(HttpContext context) =>
        limits.CountUnauthenticated(context) is { Ticks: > 0 } wait
            ? new DeviceAdmission(AdmissionStatus.Unknown, RegisterProblems.TooManyRequests, RetryAfter: wait)
            : new DeviceAdmission(AdmissionStatus.Unknown, RegisterProblems.DeviceUnknown);

    private static Problem? ProblemOf(AdmissionStatus status) =>
        status switch
        {
            AdmissionStatus.Admitted => null,
            AdmissionStatus.Revoked => RegisterProblems.DeviceRevoked,
            AdmissionStatus.Inactive => RegisterProblems.FacilityInactive,
            _ => RegisterProblems.DeviceUnknown,
        };

    private void Sweep()
    {
        foreach (var (hash, cached) in answers)
        {
            var keep = cached.DeviceAdmission.Status == AdmissionStatus.Unknown ? CacheDuration : KnownDeviceDuration;
            if (time.GetElapsedTime(cached.AskedAt) >= keep)
            {
                answers.TryRemove(hash, out _);
            }
        }
        if (answers.Count > MaxCached)
        {
            answers.Clear();
        }
    }

    private sealed record CachedAdmission(DeviceAdmission DeviceAdmission, long AskedAt);

    /// <summary>Computes SHA-256 of a token, so that the token itself is not stored.</summary>
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
