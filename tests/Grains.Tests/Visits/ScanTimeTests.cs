using CsCheck;
using KiPass.Grains.Visits;
using KiPass.Tokens.Passes;

namespace KiPass.Grains.Tests.Visits;

public sealed class ScanTimeTests
{
    private static readonly DateTimeOffset Expiry = new(2020, 6, 12, 10, 0, 15, TimeSpan.Zero);
    private static readonly Pass Pass = new(1, Expiry.ToUnixTimeSeconds(), default, default);

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
    public void Every_edge_lies_where_the_design_puts_it(int scanned, int received, object verdict)
    {
        var scannedAt = Expiry.AddMilliseconds(scanned);
        Assert.Equal(verdict, ScanTime.Judge(Pass, scannedAt, scannedAt.AddMilliseconds(received), ScanTime.OldestAtDoor));
    }

    [Fact]
    public void Whatever_is_good_at_the_door_is_good_in_a_batch() =>
        Gen.Select(Gen.Int[-120_000, 120_000], Gen.Int[-10_000, 100_000])
            .Sample(
                (scanned, received) =>
                {
                    var scannedAt = Expiry.AddMilliseconds(scanned);
                    var receivedAt = scannedAt.AddMilliseconds(received);
                    return ScanTime.Judge(Pass, scannedAt, receivedAt, ScanTime.OldestAtDoor) != ScanStatus.Accepted
                        || ScanTime.Judge(Pass, scannedAt, receivedAt, ScanTime.OldestQueued) == ScanStatus.Accepted;
                }
            );

    [Fact]
    public void A_kept_time_is_whole_milliseconds_in_utc_and_keeping_it_again_changes_nothing() =>
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
