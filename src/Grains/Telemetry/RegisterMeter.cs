using System.Diagnostics.Metrics;

namespace KiPass.Grains.Telemetry;

/// <summary>Metrics of a silo's stores and sweeps. No tag identifies a facility, a device, a visitor or a trace.</summary>
internal sealed class RegisterMeter
{
    public const string Name = "KiPass.Register";

    private readonly TimeProvider time;
    private readonly Histogram<double> commits;
    private readonly Histogram<int> batches;
    private Func<int> waiting = () => 0;
    private long sweptAt;
    private long unconfirmed;
    private int running;

    public RegisterMeter(IMeterFactory meters, TimeProvider time)
    {
        this.time = time;
        var meter = meters.Create(Name);
        commits = meter.CreateHistogram(
            "kipass.visits.commit.duration",
            "s",
            "Duration of one commit of visits.",
            tags: null,
            new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2] }
        );
        batches = meter.CreateHistogram(
            "kipass.visits.commit.size",
            "{visit}",
            "Visits that shared one commit.",
            tags: null,
            new InstrumentAdvice<int> { HistogramBucketBoundaries = [1, 2, 5, 10, 20, 50, 100, 200, 512] }
        );
        // Observable instruments, so that they report zero before the first event.
        meter.CreateObservableCounter(
            "kipass.visits.unconfirmed",
            () => Interlocked.Read(ref unconfirmed),
            "{visit}",
            "Visits whose commit could not be confirmed; their scanners repeat them."
        );
        meter.CreateObservableGauge(
            "kipass.visits.waiting",
            () => waiting(),
            "{visit}",
            "Visits waiting for the next commit; at most 4096."
        );
        meter.CreateObservableGauge(
            "kipass.traces.running",
            () => Volatile.Read(ref running),
            "{trace}",
            "Traces in progress on this silo."
        );
        meter.CreateObservableGauge(
            "kipass.retention.age",
            SinceSweep,
            "s",
            "Time since the last retention sweep of this silo; sweeps run hourly on one silo of the cluster, absent on the others."
        );
    }

    /// <summary>Sets the function that returns the length of the queue.</summary>
    public void Watch(Func<int> queueLength) => waiting = queueLength;

    /// <summary>Records a commit of visits.</summary>
    public void Committed(int visits, TimeSpan took)
    {
        commits.Record(took.TotalSeconds);
        batches.Record(visits);
    }

    /// <summary>Counts visits that were answered as unconfirmed.</summary>
    public void Unconfirmed(int visits) => Interlocked.Add(ref unconfirmed, visits);

    /// <summary>A trace starts (1) or pauses (-1).</summary>
    public void Running(int change) => Interlocked.Add(ref running, change);

    /// <summary>A retention sweep has finished.</summary>
    public void Swept() => Interlocked.Exchange(ref sweptAt, time.GetTimestamp());

    private IEnumerable<Measurement<double>> SinceSweep() =>
        Interlocked.Read(ref sweptAt) is var at && at == 0 ? [] : [new Measurement<double>(time.GetElapsedTime(at).TotalSeconds)];
}
