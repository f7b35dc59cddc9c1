using System.Diagnostics.Metrics;

namespace KiPass.Grains.Telemetry;

/// <summary>
/// What an operator watches of a silo's stores and duties. Numbers only: no tag of an instrument names a facility, a device, a visitor or a
/// trace.
/// </summary>
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
            "How long the database took for one commit of visits.",
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
        // Observed, so that they are there, at zero, before the first.
        meter.CreateObservableCounter(
            "kipass.visits.unconfirmed",
            () => Interlocked.Read(ref unconfirmed),
            "{visit}",
            "Visits whose commit is not known to have happened; their scanners repeat them."
        );
        meter.CreateObservableGauge(
            "kipass.visits.waiting",
            () => waiting(),
            "{visit}",
            "Visits that wait for the next commit; at most 4096."
        );
        meter.CreateObservableGauge(
            "kipass.traces.running",
            () => Volatile.Read(ref running),
            "{trace}",
            "Traces that this silo works on."
        );
        meter.CreateObservableGauge(
            "kipass.retention.age",
            SinceSweep,
            "s",
            "Since this silo last looked for what is to be destroyed; hourly on one silo of the cluster, absent on the others."
        );
    }

    /// <summary>Says how to ask for the length of the queue.</summary>
    public void Watch(Func<int> queueLength) => waiting = queueLength;

    /// <summary>A commit of visits is done.</summary>
    public void Committed(int visits, TimeSpan took)
    {
        commits.Record(took.TotalSeconds);
        batches.Record(visits);
    }

    /// <summary>Visits were answered as unconfirmed.</summary>
    public void Unconfirmed(int visits) => Interlocked.Add(ref unconfirmed, visits);

    /// <summary>A trace begins (1) or rests (-1).</summary>
    public void Running(int change) => Interlocked.Add(ref running, change);

    /// <summary>Destruction has looked at everything.</summary>
    public void Swept() => Interlocked.Exchange(ref sweptAt, time.GetTimestamp());

    private IEnumerable<Measurement<double>> SinceSweep() =>
        Interlocked.Read(ref sweptAt) is var at && at == 0 ? [] : [new Measurement<double>(time.GetElapsedTime(at).TotalSeconds)];
}
