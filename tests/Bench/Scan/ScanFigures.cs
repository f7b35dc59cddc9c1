namespace KiPass.Bench.Scan;

/// <summary>What a path reached (design section 9).</summary>
/// <param name="PerSecond">Accepted scans a second.</param>
/// <param name="CpuMicros">CPU of server and database together, a scan.</param>
/// <param name="PeakMiB">The server's peak resident memory.</param>
/// <param name="EndOverTenSeconds">Resident memory at the end over that ten seconds into the run.</param>
internal sealed record PathFigures(
    double PerSecond,
    double P50Ms,
    double P99Ms,
    double CpuMicros,
    double PeakMiB,
    double EndOverTenSeconds
);

/// <summary>All paths of one run.</summary>
/// <param name="LoadCpuMicros">CPU of the load generator, a request, on the register's path at full load.</param>
/// <param name="MintCpuMicros">CPU of minting the passes, a request, there.</param>
internal sealed record ScanFigures(
    PathFigures Kipass,
    PathFigures Plain,
    PathFigures GrainState,
    PathFigures NoGrains,
    PathFigures HttpOnly,
    PathFigures? Sqlite,
    PathFigures KipassAt70Percent,
    double LoadCpuMicros,
    double MintCpuMicros,
    int Silos
);

/// <summary>The register with a full day's partition and with an empty one: the pair whose ratio is the median.</summary>
internal sealed record FullDayFigures(long Rows, PathFigures Full, PathFigures Empty, double Ratio);
