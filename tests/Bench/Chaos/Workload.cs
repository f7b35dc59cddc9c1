using System.Collections.Concurrent;
using KiPass.Bench.Running;
using KiPass.Tokens.Passes;

namespace KiPass.Bench.Chaos;

/// <summary>
/// Doors at work: new scans, repeats of the same scan, replays of a token under another scan id or device, several at once, and batches.
/// Each worker draws from a generator of its own seed; what the faults do to the timing differs from run to run, the choices do not.
/// </summary>
internal sealed class Workload(BenchRegister register, ScanClient client, VisitModel model, AcceptedClock clock, int seed)
{
    private const int Workers = 24;
    private static readonly TimeSpan OneByOneAge = TimeSpan.FromSeconds(40);

    // Five minutes, less what an answer may take.
    private static readonly TimeSpan UndoAge = TimeSpan.FromMinutes(4);

    private readonly ConcurrentQueue<SentScan> open = new();

    /// <summary>Works until told to stop, then settles every open scan.</summary>
    public async Task Run(CancellationToken stop)
    {
        await Task.WhenAll(Enumerable.Range(0, Workers).Select(worker => Task.Run(() => Work(worker, stop), CancellationToken.None)));
        await Settle();
    }

    private async Task Work(int worker, CancellationToken stop)
    {
        var random = new Random(HashCode.Combine(seed, worker));
        var recent = new Queue<SentScan>();
        while (!stop.IsCancellationRequested)
        {
            var choice = random.Next(100);
            if (choice < 60 || recent.Count == 0)
            {
                var scan = NewScan(random);
                await SendAndRetry(scan, random);
                Remember(recent, scan);
            }
            else if (choice < 75)
            {
                await Send(Recent(recent, random));
            }
            else if (choice < 88)
            {
                await Send(Replay(Recent(recent, random), random));
            }
            else if (choice < 91)
            {
                await Undo(Recent(recent, random));
            }
            else if (choice < 95)
            {
                var first = NewScan(random);
                SentScan[] together = [first, first, Replay(first, random), Replay(first, random), Replay(first, random)];
                await Task.WhenAll(together.Select(s => Send(s)));
                Remember(recent, first);
            }
            else
            {
                await SendBatch(random, recent);
            }
        }
    }

    private async Task Undo(SentScan scan)
    {
        bool isStored;
        lock (scan.Token)
        {
            isStored = scan.Token.Accepted == scan;
        }
        if (isStored && TimeProvider.System.GetUtcNow() - scan.ScannedAt < UndoAge)
        {
            VisitModel.Undoing(scan);
            model.Undone(scan, await client.Undo(scan));
        }
    }

    // What was left unanswered is what a real scanner keeps and repeats until it has an outcome.
    private async Task Settle()
    {
        var deadline = TimeProvider.System.GetUtcNow() + TimeSpan.FromSeconds(60);
        var left = open.Distinct().ToList();
        while (left.Count > 0 && TimeProvider.System.GetUtcNow() < deadline)
        {
            var still = new ConcurrentBag<SentScan>();
            await Parallel.ForEachAsync(
                left.GroupBy(s => s.Device).SelectMany(g => g.Chunk(200)),
                new ParallelOptions { MaxDegreeOfParallelism = 8 },
                async (scans, _) =>
                {
                    foreach (var (scan, answer) in scans.Zip(await SendBatch(scans)))
                    {
                        if (answer.IsOpen)
                        {
                            still.Add(scan);
                        }
                    }
                }
            );
            left = [.. still];
        }
        if (left.Count > 0)
        {
            throw new InvalidOperationException($"{left.Count} scans were never answered, although everything runs again.");
        }
    }

    private async Task SendAndRetry(SentScan scan, Random random)
    {
        for (var attempt = 0; attempt < 4; attempt++)
        {
            if (!(await Send(scan)).IsOpen)
            {
                return;
            }
            // A door waits a moment; spread so that a thousand doors do not knock at once.
            await new SeededPause(model, random).Last(50, 250);
        }
    }

    private async Task<Answer> Send(SentScan scan)
    {
        if (TimeProvider.System.GetUtcNow() - scan.ScannedAt > OneByOneAge)
        {
            return (await SendBatch([scan]))[0];
        }
        var before = VisitModel.Sending(scan);
        var sentAt = TimeProvider.System.GetTimestamp();
        var answer = await client.Send(scan);
        Note(scan, before, answer, sentAt);
        return answer;
    }

    private async Task SendBatch(Random random, Queue<SentScan> recent)
    {
        var device = register.Devices[random.Next(register.Devices.Count)];
        var scans = new List<SentScan>();
        for (var i = random.Next(5, 40); i > 0; i--)
        {
            var scan =
                random.Next(3) > 0
                    ? NewScan(random) with
                    {
                        Device = device,
                    }
                    : Recent(recent, random) with
                    {
                        ScanId = NewId(random),
                        Device = device,
                    };
            scans.Add(scan);
            if (random.Next(4) == 0)
            {
                scans.Add(scan);
            }
        }
        await SendBatch(scans);
    }

    private async Task<IReadOnlyList<Answer>> SendBatch(IReadOnlyList<SentScan> scans)
    {
        var before = scans.Select(VisitModel.Sending).ToList();
        var sentAt = TimeProvider.System.GetTimestamp();
        var answers = await client.SendBatch(scans[0].Device.Token, scans);
        for (var i = 0; i < scans.Count; i++)
        {
            Note(scans[i], before[i], answers[i], sentAt);
        }
        return answers;
    }

    private void Note(SentScan scan, bool acknowledgedBefore, Answer answer, long sentAt)
    {
        model.Answered(scan, acknowledgedBefore, answer);
        if (answer.IsAccepted && !acknowledgedBefore)
        {
            clock.Accepted(scan.Device.FacilityId, sentAt);
        }
        else if (answer.IsOpen)
        {
            open.Enqueue(scan);
        }
    }

    private SentScan NewScan(Random random)
    {
        var now = TimeProvider.System.GetUtcNow();
        var scannedAt = DateTimeOffset.FromUnixTimeMilliseconds(now.ToUnixTimeMilliseconds());
        var seconds = now.ToUnixTimeSeconds();
        var slot = seconds - seconds % Pass.SlotSeconds;
        var text = PassSealer.Seal(BenchRegister.Issuer, new Ticket(NewId(random)), slot, register.IssuerKeys);
        PassOpener.Open(text, register.IssuerKeys, out var pass);
        var token = model.Issue(pass.TokenId.Value, text);
        return new SentScan(NewId(random), register.Devices[random.Next(register.Devices.Count)], token, scannedAt);
    }

    private SentScan Replay(SentScan scan, Random random) =>
        scan with
        {
            ScanId = NewId(random),
            Device = random.Next(2) == 0 ? scan.Device : register.Devices[random.Next(register.Devices.Count)],
        };

    private static SentScan Recent(Queue<SentScan> recent, Random random) => recent.ElementAt(random.Next(recent.Count));

    private static void Remember(Queue<SentScan> recent, SentScan scan)
    {
        recent.Enqueue(scan);
        if (recent.Count > 50)
        {
            recent.Dequeue();
        }
    }

    private static Guid NewId(Random random)
    {
        Span<byte> bytes = stackalloc byte[16];
        random.NextBytes(bytes);
        return new Guid(bytes);
    }
}
