using System.Collections.Concurrent;
using KiPass.Bench.Running;

namespace KiPass.Bench.Chaos;

/// <summary>A scan as it was sent: the same record again is a retry of the same request.</summary>
internal sealed record SentScan(Guid ScanId, Device Device, SentToken Token, DateTimeOffset ScannedAt);

/// <summary>A token and the register's replies about it.</summary>
internal sealed class SentToken(Guid tokenId, string pass)
{
    public Guid TokenId => tokenId;

    public string Pass => pass;

    /// <summary>The scan that was acknowledged as accepted.</summary>
    public SentScan? Accepted { get; set; }

    /// <summary>The verdict time of that acknowledgement.</summary>
    public DateTimeOffset EnteredAt { get; set; }

    /// <summary>A scan that was refused because another one had used the token.</summary>
    public SentScan? Refused { get; set; }

    /// <summary>Whether taking it back was asked for.</summary>
    public bool IsUndoSent { get; set; }

    /// <summary>Whether taking it back was acknowledged.</summary>
    public bool IsVoided { get; set; }

    /// <summary>Every scan sent: also one without an answer may be stored.</summary>
    public List<SentScan> Sent { get; } = [];
}

/// <summary>The reply to a scan: a code of the problem catalogue, <c>accepted</c>, or null without a reply.</summary>
internal readonly record struct Answer(int Status, string? Code, bool Repeated = false, DateTimeOffset EnteredAt = default)
{
    public bool IsAccepted => Code == "accepted";

    /// <summary>The register said that it does not know, or nothing was said: the scan may be repeated.</summary>
    public bool IsOpen => Code is null or "visit-unconfirmed" or "unavailable" or "too-many-requests";
}

/// <summary>
/// What must be true, checked at every reply and once more against the table: an acknowledged visit is stored once and as acknowledged, a
/// token is accepted for one scan only, and every refusal has its reason.
/// </summary>
internal sealed class VisitModel
{
    private readonly ConcurrentBag<SentToken> tokens = [];
    private readonly ConcurrentQueue<string> wrong = new();
    private readonly ConcurrentQueue<string> doubles = new();
    private long acknowledged;

    public long Acknowledged => Interlocked.Read(ref acknowledged);

    public IReadOnlyCollection<string> Wrong => wrong;

    public IReadOnlyCollection<string> Doubles => doubles;

    public SentToken Issue(Guid tokenId, string pass)
    {
        var token = new SentToken(tokenId, pass);
        tokens.Add(token);
        return token;
    }

    /// <summary>Notes that a scan leaves; before its answer, since it may be stored although none comes.</summary>
    /// <returns>Whether it was acknowledged before: then its answer must say <c>repeated</c>.</returns>
    public static bool Sending(SentScan scan)
    {
        lock (scan.Token)
        {
            if (!scan.Token.Sent.Contains(scan))
            {
                scan.Token.Sent.Add(scan);
            }
            return scan.Token.Accepted == scan;
        }
    }

    /// <summary>Judges a reply to a valid scan of an authentic pass within its time.</summary>
    public void Answered(SentScan scan, bool acknowledgedBefore, Answer answer)
    {
        var token = scan.Token;
        lock (token)
        {
            if (answer.IsAccepted)
            {
                Accept(scan, answer);
                if (acknowledgedBefore && !answer.Repeated)
                {
                    wrong.Enqueue("a repeat was answered as if it were the first");
                }
            }
            else if (answer.Code == "visit-undone" && token.Accepted == scan && token.IsUndoSent)
            {
                // The scan was acknowledged and taken back since: its repeat must not be accepted again.
            }
            else if (answer.Status == 500 || !answer.IsOpen && answer.Code != "pass-already-used")
            {
                wrong.Enqueue($"{answer.Status} {answer.Code} for a valid scan");
            }
            else if (answer.Code == "pass-already-used")
            {
                token.Refused = scan;
                if (token.Accepted == scan || token.Sent.Count == 1)
                {
                    wrong.Enqueue("already used, though no other scan could have used it");
                }
            }
        }
    }

    /// <summary>Notes that an acknowledged scan is about to be taken back.</summary>
    public static void Undoing(SentScan scan)
    {
        lock (scan.Token)
        {
            scan.Token.IsUndoSent = true;
        }
    }

    /// <summary>Judges a reply to the undo of an acknowledged scan within five minutes.</summary>
    public void Undone(SentScan scan, Answer answer)
    {
        lock (scan.Token)
        {
            if (answer.Code == "voided")
            {
                scan.Token.IsVoided = true;
            }
            else if (answer.Status == 500 || !answer.IsOpen)
            {
                wrong.Enqueue($"{answer.Status} {answer.Code} for the undo of an acknowledged scan");
            }
        }
    }

    /// <summary>Compares everything acknowledged with what is stored.</summary>
    /// <returns>How many acknowledged visits and undos the table does not hold as acknowledged.</returns>
    public long CompareWith(IReadOnlyDictionary<Guid, StoredVisit> stored)
    {
        long lost = 0;
        foreach (var token in tokens)
        {
            stored.TryGetValue(token.TokenId, out var row);
            if (token.IsVoided && row is not { IsVoided: true })
            {
                lost++;
            }
            if (row is { IsVoided: true } && !token.IsUndoSent)
            {
                wrong.Enqueue("a visit is voided that nobody took back");
            }
            if (token.Accepted is { } accepted)
            {
                Interlocked.Increment(ref acknowledged);
                if (row is null)
                {
                    lost++;
                }
                else if (
                    row.ScanId != accepted.ScanId
                    || row.DeviceId != accepted.Device.DeviceId
                    || row.FacilityId != accepted.Device.FacilityId
                )
                {
                    doubles.Enqueue("the table names another scan than the acknowledged one");
                }
                else if (row.EnteredAt != token.EnteredAt)
                {
                    wrong.Enqueue($"stored time {row.EnteredAt:O} differs from the acknowledged {token.EnteredAt:O}");
                }
            }
            else if (token.Refused is { } refused && (row is null || row.ScanId == refused.ScanId))
            {
                wrong.Enqueue("a scan was refused as used, but no other scan is stored");
            }
            else if (row is not null && token.Sent.All(s => s.ScanId != row.ScanId))
            {
                wrong.Enqueue("the table holds a scan that was never sent");
            }
        }
        var known = tokens.Select(t => t.TokenId).ToHashSet();
        foreach (var _ in stored.Keys.Where(id => !known.Contains(id)))
        {
            wrong.Enqueue("the table holds a token that was never sent");
        }
        return lost;
    }

    private void Accept(SentScan scan, Answer answer)
    {
        var token = scan.Token;
        if (token.Accepted is null)
        {
            token.Accepted = scan;
            token.EnteredAt = answer.EnteredAt;
            if (answer.EnteredAt != scan.ScannedAt)
            {
                wrong.Enqueue($"entered {answer.EnteredAt:O} for a scan at {scan.ScannedAt:O}");
            }
        }
        else if (token.Accepted != scan)
        {
            doubles.Enqueue("two scans of one token were accepted");
        }
        else if (answer.EnteredAt != token.EnteredAt)
        {
            wrong.Enqueue("a repeat was answered with another time");
        }
    }
}

/// <summary>A row of the visit log.</summary>
internal sealed record StoredVisit(Guid ScanId, Guid DeviceId, Guid FacilityId, DateTimeOffset EnteredAt, bool IsVoided);
