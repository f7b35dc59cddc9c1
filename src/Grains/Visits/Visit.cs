using KiPass.Tokens;
using KiPass.Tokens.Passes;

namespace KiPass.Grains.Visits;

/// <summary>
/// Identifies a token: the key of the visit log. It increases with time, so that inserts go to the right edge of the index.
/// </summary>
/// <param name="Slot">Start of the pass's slot (exp − 15), seconds since 1970-01-01 UTC.</param>
[GenerateSerializer, Immutable, Alias("kipass.token-key")]
internal readonly record struct TokenKey([property: Id(0)] long Slot, [property: Id(1)] ushort Issuer, [property: Id(2)] TokenId TokenId)
    : IComparable<TokenKey>
{
    /// <summary>The Korean day of the slot: the partition or SQLite file that contains the visit.</summary>
    public KoreanDay Day => KoreanDay.OfUnixSeconds(Slot);

    public static TokenKey Of(in Pass pass) => new(pass.Slot, pass.Issuer, pass.TokenId);

    /// <summary>Sorts in the order of the visit log's key.</summary>
    public int CompareTo(TokenKey other)
    {
        var bySlot = Slot.CompareTo(other.Slot);
        if (bySlot != 0)
        {
            return bySlot;
        }
        var byIssuer = Issuer.CompareTo(other.Issuer);
        return byIssuer != 0 ? byIssuer : TokenId.Value.CompareTo(other.TokenId.Value);
    }
}

/// <summary>One accepted scan (출입기록).</summary>
/// <param name="EnteredAt">The verdict time: when the device scanned, in server time. Millisecond precision.</param>
/// <param name="ReceivedAt">When the register received it. Microsecond precision.</param>
[GenerateSerializer, Immutable, Alias("kipass.visit")]
internal sealed record Visit(
    [property: Id(0)] TokenKey Token,
    [property: Id(1)] Ticket Ticket,
    [property: Id(2)] Guid FacilityId,
    [property: Id(3)] Guid DeviceId,
    [property: Id(4)] Guid ScanId,
    [property: Id(5)] DateTimeOffset EnteredAt,
    [property: Id(6)] DateTimeOffset ReceivedAt
);

/// <summary>A visitor without a phone, recorded by hand at the facility (수기명부); sealed, so that only the authority can read it.</summary>
[GenerateSerializer, Immutable, Alias("kipass.paper-visit")]
internal sealed record PaperVisit(
    [property: Id(0)] Guid FacilityId,
    [property: Id(1)] Guid DeviceId,
    [property: Id(2)] Guid ScanId,
    [property: Id(3)] string Sealed,
    [property: Id(4)] DateTimeOffset EnteredAt,
    [property: Id(5)] DateTimeOffset ReceivedAt
)
{
    public KoreanDay Day => KoreanDay.Of(EnteredAt);
}

/// <summary>The visit log's answer to an append or a look-up.</summary>
/// <param name="Status">
/// <see cref="ScanStatus.Accepted"/> when this append stored the visit, <see cref="ScanStatus.AlreadyUsed"/> when the key was taken before
/// (perhaps by the same scan: see <see cref="VerdictOn"/>), <see cref="ScanStatus.VisitUnknown"/> when a look-up found nothing,
/// <see cref="ScanStatus.QuotaReached"/> for a paper visit beyond its quota, or <see cref="ScanStatus.Unconfirmed"/>.
/// </param>
/// <param name="ScanId">The scan that holds the key, when there is one.</param>
/// <param name="DeviceId">The device of that scan.</param>
/// <param name="EnteredAt">When that scan was made.</param>
/// <param name="RetryAfter">With <see cref="ScanStatus.QuotaReached"/>: the time until another paper visit is allowed.</param>
internal readonly record struct Recording(
    ScanStatus Status,
    Guid ScanId = default,
    Guid DeviceId = default,
    DateTimeOffset EnteredAt = default,
    TimeSpan RetryAfter = default
)
{
    /// <summary>The verdict on a scan of this key: a repeat of the scan that holds it is accepted again.</summary>
    /// <remarks>A scan id means something only together with its token and its device.</remarks>
    public ScanVerdict VerdictOn(Guid scanId, Guid deviceId) =>
        Status == ScanStatus.AlreadyUsed && ScanId == scanId && DeviceId == deviceId
            ? new ScanVerdict(ScanStatus.Accepted, EnteredAt, Repeated: true)
            : new ScanVerdict(Status, Status == ScanStatus.Accepted ? EnteredAt : default);
}
