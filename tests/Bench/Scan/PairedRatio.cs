namespace KiPass.Bench.Scan;

/// <summary>The register's scans a second over those of a baseline, in runs of both in turn.</summary>
/// <param name="Median">The median of all pairs.</param>
/// <param name="Least">The smallest ratio of a pair.</param>
/// <param name="Most">The largest ratio of a pair.</param>
internal sealed record PairedRatio(double Median, double Least, double Most)
{
    /// <summary>Compares runs that were measured in turn, pair by pair.</summary>
    public static PairedRatio Of(IReadOnlyList<PathFigures> register, IReadOnlyList<PathFigures> baseline)
    {
        double[] ratios = [.. register.Zip(baseline, (ours, theirs) => ours.PerSecond / theirs.PerSecond).Order()];
        double At(int rank) => Math.Round(ratios[rank], 2);
        return new PairedRatio(At(ratios.Length / 2), At(0), At(ratios.Length - 1));
    }

    public override string ToString() => $"{Median:0.00} ({Least:0.00}–{Most:0.00})";
}
