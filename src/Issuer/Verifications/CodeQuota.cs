using KiPass.Hosting.Limits;
using KiPass.Issuer.Personal;
using KiPass.Issuer.Sessions;
using KiPass.Issuer.Settings;
using KiPass.Issuer.Storage;
using KiPass.Issuer.Visitors;
using KiPass.Issuer.Web;

namespace KiPass.Issuer.Verifications;

/// <summary>
/// Limits codes by phone number: by hour and day over all callers, and by hour for one address, so that a stranger cannot use up what belongs to
/// the owner. A person with a session for the number has a separate budget.
/// </summary>
internal sealed class CodeQuota(
    IssuerDatabase database,
    PersonalKey key,
    CodePauses pauses,
    AddressLimits addresses,
    SessionCache sessions,
    VisitorStore visitors,
    IssuerSettings settings,
    TimeProvider time
)
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private readonly CallingCodes countries = CallingCodes.Parse(settings.PhoneCountries)!;
    private readonly KeyedBudgets<Id> owners = new(time);

    /// <summary>Whether codes are sent to this number's country.</summary>
    public bool Reaches(PhoneNumber phone) => phone.IsIn(countries);

    /// <summary>Counts one more code for a number; exact under concurrent requests.</summary>
    /// <returns>Null if the code may be sent; otherwise how long to wait.</returns>
    public async Task<TimeSpan?> Take(HttpContext context, PhoneNumber phone, CancellationToken cancellationToken)
    {
        var limits = settings.Limits;
        if (await OwnerOf(context, phone, cancellationToken) is { } owner)
        {
            return owners.Take(owner, new(limits.CodesPerPhoneAndHour, limits.CodesPerPhoneAndDay)) is { Ticks: > 0 } own ? own : null;
        }
        if (addresses.TakeCode(context.Connection.RemoteIpAddress, key.PhoneIndex(phone)) is { Ticks: > 0 } wait)
        {
            return wait;
        }
        var now = time.GetUtcNow();
        await using var session = await database.Begin(null, cancellationToken);
        if (await pauses.Until(session, phone, now, cancellationToken) is { } until)
        {
            return until - now;
        }
        var left =
            await Take(session, "code_day", key.PhoneIndex(phone), Day, limits.CodesPerPhoneAndDay, now, cancellationToken)
            ?? await Take(session, "code_quota", key.PhoneIndex(phone), Hour, limits.CodesPerPhoneAndHour, now, cancellationToken);
        if (left is null)
        {
            await session.Commit(cancellationToken);
        }
        return left;
    }

    /// <summary>Deletes expired quotas and pauses.</summary>
    public async Task RemoveExpired(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var session = await database.Open(cancellationToken);
        foreach (var (table, window) in new[] { ("code_quota", Hour), ("code_day", Day) })
        {
            await session.Execute(
                $"DELETE FROM {table} WHERE window_start <= @last",
                cancellationToken,
                ("last", (now - window).ToUnixTimeMilliseconds())
            );
        }
        await CodePauses.RemoveExpired(session, now, cancellationToken);
    }

    private async Task<Id?> OwnerOf(HttpContext context, PhoneNumber phone, CancellationToken cancellationToken) =>
        SessionToken.TryReadHeader(context.Request.Headers.Authorization.ToString(), out var hash)
        && await sessions.Find(hash, cancellationToken) is { VisitorId: var visitorId }
        && await visitors.Find(visitorId, cancellationToken) is { } visitor
        && visitor.Phone == phone
            ? visitorId
            : null;

    // The table is a constant of this class.
    private static async Task<TimeSpan?> Take(
        DatabaseSession session,
        string table,
        byte[] index,
        TimeSpan window,
        int limit,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var values = new (string, object?)[]
        {
            ("index", index),
            ("now", now.ToUnixTimeMilliseconds()),
            ("over", (now - window).ToUnixTimeMilliseconds()),
            ("limit", limit),
        };
        var taken = await session.Execute(
            $"""
            INSERT INTO {table} (phone_index, window_start, used) VALUES (@index, @now, 1)
            ON CONFLICT (phone_index) DO UPDATE SET
                used = CASE WHEN {table}.window_start <= @over THEN 1 ELSE {table}.used + 1 END,
                window_start = CASE WHEN {table}.window_start <= @over THEN @now ELSE {table}.window_start END
            WHERE {table}.window_start <= @over OR {table}.used < @limit
            """,
            cancellationToken,
            values
        );
        if (taken == 1)
        {
            return null;
        }
        var start = await session.First(
            $"SELECT window_start FROM {table} WHERE phone_index = @index",
            row => row.Time(0),
            cancellationToken,
            values[0]
        );
        return start + window - now;
    }
}
