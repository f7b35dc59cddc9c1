using CsCheck;
using KiPass.Grains.Visits;
using KiPass.Tokens.Passes;

namespace KiPass.Grains.Tests.Visits;

public sealed class ScanTimeTests
{
    private static readonly DateTimeOffset Expiry = new(2020, 6, 12, 10, 0, 15, TimeSpan.Zero);
    private static readonly Pass Scanned = new(1, Expiry.ToUnixTimeSeconds() - Pass.SlotSeconds, default, default);

    // Milliseconds of the scan relative to the pass's expiry, then of its receipt relative to the scan.
    [Theory]
    [InlineData(0, 0, ScanStatus.Accepted)]
    [InlineData(5_000, 0, ScanStatus.Accepted)]
    [InlineData(5_001, 0, ScanStatus.PassExpired)]
    [InlineData(-20_000, 0, ScanStatus.Accepted)]
    [InlineData(-20_001, 0, ScanStatus.PassNotYetValid)]
    [InlineData(0, 60_000, ScanStatus.Accepted)]
    [InlineData(0, 60_001, ScanStatus.PassExpired)]
    [InlineData(0, -5_000, ScanStatus.Accepted)]
    [InlineData(0, -5_001, ScanStatus.ScannedInFuture)]
    [InlineData(-20_001, 60_001, ScanStatus.PassExpired)]
    public void Scan_time_boundaries_match_the_design(int scanned, int received, object verdict)
    {
        var scannedAt = Expiry.AddMilliseconds(scanned);
        Assert.Equal(verdict, ScanTime.Judge(Scanned, scannedAt, scannedAt.AddMilliseconds(received), ScanTime.OldestAtDoor));
    }

    [Fact]
    public void A_scan_time_accepted_at_the_door_is_also_accepted_in_a_batch() =>
        Gen.Select(Gen.Int[-120_000, 120_000], Gen.Int[-10_000, 100_000])
            .Sample(
                (scanned, received) =>
                {
                    var scannedAt = Expiry.AddMilliseconds(scanned);
                    var receivedAt = scannedAt.AddMilliseconds(received);
                    return ScanTime.Judge(Scanned, scannedAt, receivedAt, ScanTime.OldestAtDoor) != ScanStatus.Accepted
                        || ScanTime.Judge(Scanned, scannedAt, receivedAt, ScanTime.OldestQueued) == ScanStatus.Accepted;
                }
            );

    [Fact]
    public void Stored_times_are_truncated_to_UTC_milliseconds_idempotently() =>
        Gen.DateTimeOffset.Sample(time =>
        {
            var kept = ScanTime.Kept(time);
            return kept.Offset == TimeSpan.Zero
                && kept.Ticks % TimeSpan.TicksPerMillisecond == 0
                && time - kept < TimeSpan.FromMilliseconds(1)
                && kept <= time
                && ScanTime.Kept(kept) == kept;
        });
}
