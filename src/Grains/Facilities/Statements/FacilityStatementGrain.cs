using KiPass.Contracts.Access;
using KiPass.Contracts.Facilities;
using KiPass.Grains.Database;
using KiPass.Grains.Visits;
using KiPass.Tokens;
using KiPass.Tokens.Jose;
using KiPass.Tokens.Keys;
using KiPass.Tokens.Statements;
using Orleans.Concurrency;

namespace KiPass.Grains.Facilities.Statements;

/// <summary>Counts and signs. Access follows from what the facility grain returns to the same caller.</summary>
[StatelessWorker]
internal sealed class FacilityStatementGrain(IVisitReader visits, DomainFolder domain, TimeProvider time) : Grain, IFacilityStatementGrain
{
    public async ValueTask<Answer<string>> Of(Caller caller, DateOnly from, DateOnly to)
    {
        var key = this.GetPrimaryKeyString();
        var facility = await GrainFactory.GetGrain<IFacilityGrain>(key).View(caller);
        if (facility.Value is not { MyRole: MemberRole.Owner or MemberRole.Manager } view)
        {
            return facility.Status == AnswerStatus.Done ? AnswerStatus.Refused : facility.Status;
        }
        var now = time.GetUtcNow();
        var (first, last, today) = (KoreanDay.Of(from), KoreanDay.Of(to), KoreanDay.Of(now));
        // A day of which some visits can no longer be read would be stated with too few entries.
        var isReadable = first.Start > RetentionRule.UnreadableUpTo(now);
        if (last < first || last >= first + FacilityStatement.MostDays || last > today || !isReadable)
        {
            return Answer.Invalid(new FieldError("To", FieldProblem.OutOfRange));
        }
        try
        {
            var counts = await visits.CountByDevice(FacilityKey.Parse(key), first.Start, last.End, now, CancellationToken.None);
            var byDay = counts.ToLookup(count => KoreanDay.Of(count.Hour));
            var days = new List<StatementDay>();
            for (var day = first; day <= last; day += 1)
            {
                days.Add(Day(day, byDay[day]));
            }
            var statement = new FacilityStatement(Guid.NewGuid(), now, view.Facts.Name, view.Facts.BusinessNumber, days);
            return statement.Sign(new FileSigningKey(domain.SigningKey()));
        }
        catch (Exception exception) when (StoreErrors.IsOfStore(exception))
        {
            return AnswerStatus.Unavailable;
        }
    }

    private static StatementDay Day(KoreanDay day, IEnumerable<DeviceHourCount> counts)
    {
        var entries = new int[StatementDay.Hours];
        var late = new SortedSet<int>();
        foreach (var count in counts)
        {
            var hour = count.Hour.ToOffset(KoreanDay.Offset).Hour;
            entries[hour] += count.Entries;
            if (count.Late > 0)
            {
                late.Add(hour);
            }
        }
        return new StatementDay(day, entries, [.. late]);
    }
}
