using KiPass.Contracts.Traces;
using KiPass.Grains.Telemetry;
using KiPass.Grains.Visits;
using KiPass.Tokens;
using KiPass.Tokens.Jose;
using KiPass.Tokens.Keys;
using KiPass.Tokens.Orders;
using KiPass.Tokens.Passes;
using Microsoft.Extensions.Logging;

namespace KiPass.Grains.Traces;

internal sealed partial class TraceGrain
{
    private const int MaxConcurrentIssuers = 8;
    private const int MaxPauseMinutes = 60;

    private DateTimeOffset nextTry;
    private int failedTries;

    // Runs on the grain's scheduler, interleaved with its calls, so that Progress can be called in the meantime.
    private void GoOn()
    {
        if (
            Exists
            && !IsFinal
            && driving is null or { IsCompleted: true }
            && time.GetUtcNow() >= nextTry
            && !ending.IsCancellationRequested
        )
        {
            driving = Drive();
        }
    }

    private async Task Drive()
    {
        // Let the caller get its answer first.
        await Task.Yield();
        meter.Running(1);
        try
        {
            while (!ending.IsCancellationRequested && Exists && !IsFinal)
            {
                using var span = RegisterSpans.StartTraceStep($"{State.Stage}");
                if (!await Step())
                {
                    Pause();
                    return;
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The silo is stopping; another one continues.
        }
#pragma warning disable CA1031 // The trace must continue later, whatever the failure.
        catch (Exception e)
#pragma warning restore CA1031
        {
            log.LogWarning("Trace {Order} pauses in {Stage}: {Error}.", OrderId, State.Stage, e.GetType().Name);
            Pause();
        }
        finally
        {
            meter.Running(-1);
        }
    }

    /// <summary>Executes the next step; false when it must be repeated later.</summary>
    private Task<bool> Step()
    {
        if (TraceOrder.Verify(State.Order, domain.Authority().SigningKey, time.GetUtcNow(), out var order) != OrderVerdict.Valid)
        {
            return RunOut();
        }
        return State.Stage switch
        {
            TraceStage.AskingForSubjects => AskForSubjects(order!),
            TraceStage.ReadingVisits or TraceStage.FindingContacts => FindContacts(order!),
            TraceStage.AskingForIdentities => AskForIdentities(order!),
            _ => AskAgain(order!),
        };
    }

    private Task<bool> AskForSubjects(TraceOrder order) => AskForSubjects(order, otherwise: TraceStage.ReadingVisits);

    /// <summary>
    /// Asks every issuer that has not answered yet, and stores the tickets before the state that depends on them. The next stage is
    /// reading visits, or <paramref name="otherwise"/> when no ticket was returned.
    /// </summary>
    private async Task<bool> AskForSubjects(TraceOrder order, TraceStage otherwise)
    {
        IssuerProgress[] waiting = [.. State.Issuers.Where(i => IsOpen(i.Subjects))];
        watch.Begin(waiting.Length);
        var replies = await BoundedParallel.Select(
            waiting,
            MaxConcurrentIssuers,
            async issuer =>
            {
                var reply = await issuers.Subjects(order, State.Order, issuer.Number, ending.Token);
                watch.Step();
                return (Issuer: issuer.Number, Reply: reply);
            },
            ending.Token
        );
        StoredTicket[] found =
        [
            .. replies.SelectMany(r =>
                r.Reply.Tickets.SelectMany(day => day.Tickets.Select(t => new StoredTicket(r.Issuer, day.Day.Number, t.Value)))
            ),
        ];
        if (found.Length > 0 && !await Write(work, work.State with { Subjects = [.. work.State.Subjects.Union(found)] }))
        {
            return false;
        }
        var next = State with { Stage = found.Length > 0 ? TraceStage.ReadingVisits : otherwise };
        foreach (var (number, reply) in replies)
        {
            next = next.With(next.Issuer(number)! with { Subjects = reply.Outcome, Code = reply.Code });
        }
        return await Write(next);
    }

    private async Task<bool> FindContacts(TraceOrder order)
    {
        var part = Part(order) ?? throw new DomainFolderException("The order was not sealed to the register's encryption key.");
        var subjects = work.State.Subjects.Select(s => s.ToKey()).ToList();
        var siblings = new Dictionary<ushort, TicketsReply>();
        var found = await finder.Find(order, part, subjects, contacts => AskForSiblings(order, contacts, siblings), watch, ending.Token);
        var findings = TraceFindingsWriter.Of(order, found, part.CloseMinutes);
        var counts = TraceFindingsWriter.Counts(findings);
        if (counts.LeftOut > 0)
        {
            var facts = new Dictionary<string, string>
            {
                ["order"] = OrderId.ToString(),
                ["contacts"] = $"{counts.Contacts + counts.PaperContacts}",
                ["leftOut"] = $"{counts.LeftOut}",
            };
            if (await audit.Append("trace-cut", facts, once: Once("cut")) is null)
            {
                return false;
            }
        }
        var sealedFindings = findings.Seal(new FileSigningKey(domain.SigningKey()), domain.Authority().EncryptionKey);
        var next = State with { Stage = TraceStage.AskingForIdentities, Counts = counts };
        foreach (var issuer in found.Contacts.GroupBy(c => c.Key.Issuer))
        {
            var known = next.Issuer(issuer.Key) ?? new IssuerProgress(issuer.Key, IssuerAnswer.NotAsked, IssuerAnswer.NotAsked, 0);
            next = next.With(known with { Identities = IssuerAnswer.Waiting, Contacts = issuer.Count() });
        }
        foreach (var (number, reply) in siblings)
        {
            var known = next.Issuer(number) ?? new IssuerProgress(number, IssuerAnswer.NotAsked, IssuerAnswer.NotAsked, 0);
            next = next.With(known with { Siblings = reply.Outcome, Code = reply.Code });
        }
        return await Write(seals, seals.State with { Findings = sealedFindings })
            && await Write(work, work.State with { Contacts = [.. TraceFindingsWriter.Shuffled(found.Contacts)] })
            && await Write(next);
    }

    private async Task<bool> AskForIdentities(TraceOrder order)
    {
        IssuerProgress[] waiting = [.. State.Issuers.Where(i => IsOpen(i.Identities))];
        watch.Begin(waiting.Length);
        var replies = await BoundedParallel.Select(
            waiting,
            MaxConcurrentIssuers,
            async issuer =>
            {
                var reply = await issuers.Identities(
                    order,
                    State.Order,
                    issuer.Number,
                    Siblings.ByDay(ContactsOf(issuer.Number)),
                    ending.Token
                );
                watch.Step();
                return (Issuer: issuer.Number, Reply: reply);
            },
            ending.Token
        );
        var answered = replies.Where(r => r.Reply.Sealed is not null && r.Reply.Outcome == IssuerAnswer.Answered).ToList();
        var kept = answers.State.Identities.Where(i => answered.All(a => a.Issuer != i.Issuer));
        var identities = kept.Concat(answered.Select(a => new SealedIdentities(a.Issuer, a.Reply.Sealed!, a.Reply.Head)));
        if (answered.Count > 0 && !await Write(answers, new TraceAnswers { Identities = [.. identities] }))
        {
            return false;
        }
        var next = State with { Stage = TraceStage.WaitingForIssuers };
        foreach (var (number, reply) in replies)
        {
            var issuer = next.Issuer(number)!;
            // The reason why its answer about the index person is missing is kept.
            var code = reply.Code.Length > 0 || !IsMissing(issuer.Subjects) ? reply.Code : issuer.Code;
            next = next.With(issuer with { Identities = reply.Outcome, Code = code });
        }
        return await Write(next) && await Settle();
    }

    /// <summary>Completes the trace when no issuer is left to be asked; otherwise false.</summary>
    private async Task<bool> Settle()
    {
        return !State.Issuers.Any(IsOpen) && await Complete(isOrderValid: true);
    }

    private async Task<bool> RunOut()
    {
        if (
            State.Stage is TraceStage.AskingForSubjects or TraceStage.ReadingVisits or TraceStage.FindingContacts
            && seals.State.Findings is null
        )
        {
            var facts = new Dictionary<string, string> { ["order"] = OrderId.ToString() };
            return await audit.Append("trace-ran-out", facts, once: Once("ran-out")) is not null
                && await End(TraceStage.OrderExpired, dropSeals: true);
        }
        var next = State;
        foreach (var issuer in State.Issuers)
        {
            next = next.With(
                issuer with
                {
                    Subjects = TooLate(issuer.Subjects),
                    Siblings = TooLate(issuer.Siblings),
                    Identities = TooLate(issuer.Identities),
                }
            );
        }
        return await Write(next) && await Complete(isOrderValid: false);
    }

    private async Task<bool> Complete(bool isOrderValid)
    {
        var facts = new Dictionary<string, string>
        {
            ["order"] = OrderId.ToString(),
            ["facilities"] = $"{State.Counts.Facilities}",
            ["contacts"] = $"{State.Counts.Contacts}",
            ["paper"] = $"{State.Counts.PaperContacts}",
            ["issuers"] = $"{State.Issuers.Count(i => i.Identities == IssuerAnswer.Answered)}",
        };
        var kind = State.IsPartial() ? "trace-completed-in-part" : "trace-completed";
        if (State.IsPartial())
        {
            facts["missing"] = string.Join(", ", State.Issuers.Where(issuer => issuer.IsMissing).Select(Describe));
        }
        return await audit.Append(kind, facts, once: OnceARun("completed")) is not null
            && await End(TraceStage.Completed, dropSeals: false, dropWork: !State.IsPartial() || !isOrderValid);
    }

    private IEnumerable<SealedIdentities> Identities =>
        answers.State.Identities.Concat(seals.State.Identities).DistinctBy(answer => answer.Issuer).OrderBy(answer => answer.Issuer);

    private IEnumerable<VisitorKey> ContactsOf(ushort issuer) =>
        work.State.Contacts.Where(contact => contact.Issuer == issuer).Select(contact => contact.ToKey());

    private static IssuerAnswer TooLate(IssuerAnswer answer) => IsOpen(answer) ? IssuerAnswer.TooLate : answer;

    private async Task StopDriving()
    {
        await ending.CancelAsync();
        await (driving ?? Task.CompletedTask).ConfigureAwait(
            ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext
        );
    }

    // Exponential backoff, so that an issuer that is down for days does not fill the audit log.
    private void Pause()
    {
        var minutes = Math.Min(MaxPauseMinutes, 1 << Math.Min(failedTries++, 10));
        nextTry = time.GetUtcNow() + TimeSpan.FromMinutes(minutes) - TimeSpan.FromSeconds(10);
    }
}
