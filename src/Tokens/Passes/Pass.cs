namespace KiPass.Tokens.Passes;

/// <summary>The decrypted content of a one-time QR (1회용 QR); see <c>pass-format.md</c>.</summary>
/// <param name="Issuer">The issuer's number, 1 to 65535.</param>
/// <param name="Expiry">End of the slot, seconds since 1970-01-01 UTC.</param>
/// <param name="TokenId">The single-use credential.</param>
/// <param name="Pseudonym">The visitor, on the Korean day of the slot.</param>
public readonly record struct Pass(ushort Issuer, long Expiry, TokenId TokenId, Pseudonym Pseudonym)
{
    /// <summary>Length of a slot in seconds.</summary>
    public const int SlotSeconds = 15;

    /// <summary>Clock difference that the register tolerates at both ends of a slot, in seconds.</summary>
    public const int ClockSkewSeconds = 5;

    /// <summary>Start of the slot, seconds since 1970-01-01 UTC; the first column of the visit log's key.</summary>
    public long Slot => Expiry - SlotSeconds;

    /// <summary>The Korean day of the slot's start: the day of the pseudonym and of the channel key.</summary>
    public KoreanDay Day => KoreanDay.OfUnixSeconds(Slot);

    /// <summary>Whether the slot, with the tolerated clock difference, is after, around or before an instant.</summary>
    public PassTiming At(DateTimeOffset verdictTime) =>
        verdictTime < DateTimeOffset.FromUnixTimeSeconds(Slot - ClockSkewSeconds) ? PassTiming.NotYetValid
        : verdictTime > DateTimeOffset.FromUnixTimeSeconds(Expiry + ClockSkewSeconds) ? PassTiming.Expired
        : PassTiming.Valid;

    /// <summary>Issuer and slot only, so that neither token id nor pseudonym can reach a log.</summary>
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
