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
/// <param name="Pairs">The register over each baseline, with the spread.</param>
/// <param name="LoadCpuMicros">CPU of the load generator, a request, on the register's path at full load.</param>
/// <param name="MintCpuMicros">CPU of making the codes, a request, there.</param>
/// <param name="Silos">How many silos the register had; the load was spread over them.</param>
/// <param name="OneBesideMany">With several silos: the register of one silo, measured in turn with them.</param>
internal sealed record ScanFigures(
    PathFigures Kipass,
    PathFigures Plain,
    PathFigures GrainState,
    PathFigures NoGrains,
    PathFigures HttpOnly,
    PathFigures? Sqlite,
    PathFigures KipassAt70Percent,
    PathFigures NoGrainsAt70Percent,
    ScanPairs Pairs,
    double LoadCpuMicros,
    double MintCpuMicros,
    int Silos,
    OneBesideMany? OneBesideMany
)
{
    /// <summary>The register over a plain program: the median of the pairs.</summary>
    public double RatioPlain => Pairs.Plain.Median;

    /// <summary>The register over a program whose grains keep state in the usual way: the median of the pairs.</summary>
    public double RatioGrainState => Pairs.GrainState.Median;

    /// <summary>The register over its own path without grains: the median of the pairs.</summary>
    public double RatioNoGrains => Pairs.NoGrains.Median;
}

/// <summary>The register over each baseline.</summary>
internal sealed record ScanPairs(PairedRatio Plain, PairedRatio GrainState, PairedRatio NoGrains);

/// <summary>The register with a full day's partition and with an empty one: the pair whose ratio is the median.</summary>
internal sealed record FullDayFigures(long Rows, PathFigures Full, PathFigures Empty, double Ratio);

/// <summary>The register of one silo and the same of several, on the same machine one after the other.</summary>
internal sealed record OneBesideMany(PathFigures One, PathFigures Many)
{
    /// <summary>CPU a scan of several silos over that of one, with the database's.</summary>
    public double CpuRatio => Many.CpuMicros / One.CpuMicros;
}

/// <summary>A silo's resident memory under steady full load.</summary>
/// <param name="AtTwoMinutesMiB">The largest silo's, two minutes after the load began (in a run below ten minutes: a fifth of it).</param>
/// <param name="EndOverTwoMinutes">The largest ratio of any silo.</param>
/// <param name="MiBByMinute">The largest silo's after each minute.</param>
internal sealed record MemoryFigures(
    double Minutes,
    int Silos,
    double PerSecond,
    double AtTwoMinutesMiB,
    double AtEndMiB,
    double EndOverTwoMinutes,
    IReadOnlyList<double> MiBByMinute
);
