namespace KiPass.Tokens.Passes;

/// <summary>The content of a one-time QR (1회용 QR), version 2; see <c>pass-format.md</c>.</summary>
/// <param name="Issuer">The issuer's number, 1 to 65535.</param>
/// <param name="Slot">Start of the slot, seconds since 1970-01-01 UTC; the first column of the visit log's key.</param>
/// <param name="TokenId">The single-use credential.</param>
/// <param name="Ticket">The visitor, for one showing of a code.</param>
public readonly record struct Pass(ushort Issuer, long Slot, TokenId TokenId, Ticket Ticket)
{
    /// <summary>Length of a slot in seconds.</summary>
    public const int SlotSeconds = 15;

    /// <summary>Slots of a Korean day: numbers 0 to 5759.</summary>
    public const int SlotsPerDay = 24 * 3600 / SlotSeconds;

    /// <summary>Clock difference that the register tolerates at both ends of a slot, in seconds.</summary>
    public const int ClockSkewSeconds = 5;

    /// <summary>End of the slot, seconds since 1970-01-01 UTC.</summary>
    public long Expiry => Slot + SlotSeconds;

    /// <summary>The Korean day of the slot: the day of the ticket and of the channel key.</summary>
    public KoreanDay Day => KoreanDay.OfUnixSeconds(Slot);

    /// <summary>The number of the slot that contains an instant, 0 to 5759 from the Korean midnight.</summary>
    public static int SlotOfDay(long unixSeconds) =>
        (int)((unixSeconds - KoreanDay.OfUnixSeconds(unixSeconds).StartUnixSeconds) / SlotSeconds);

    /// <summary>Whether the slot, with the tolerated clock difference, is after, around or before an instant.</summary>
    public PassTiming At(DateTimeOffset verdictTime) =>
        verdictTime < DateTimeOffset.FromUnixTimeSeconds(Slot - ClockSkewSeconds) ? PassTiming.NotYetValid
        : verdictTime > DateTimeOffset.FromUnixTimeSeconds(Expiry + ClockSkewSeconds) ? PassTiming.Expired
        : PassTiming.Valid;

    /// <summary>Issuer and slot only, so that neither token id nor ticket can reach a log.</summary>
    public override string ToString() => $"Pass(issuer {Issuer}, slot {Slot})";
}

/// <summary>The position of a verdict time relative to a pass's slot.</summary>
public enum PassTiming
{
    /// <summary>Within the slot and the tolerated 5 s at both ends.</summary>
    Valid,

    /// <summary>More than 5 s before the slot.</summary>
    NotYetValid,

    /// <summary>More than 5 s after the slot.</summary>
    Expired,
}
