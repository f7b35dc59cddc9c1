using System.Collections.Immutable;
using KiPass.Contracts.Access;
using KiPass.Contracts.Facilities;
using KiPass.Tokens;

namespace KiPass.Grains.Facilities;

internal sealed partial class FacilityGrain
{
    private const int MaxZones = 50;
    private const int MaxDaysOfEntries = 28;

    public async ValueTask<Answer> SetZone(Caller caller, Zone zone)
    {
        if (Refusal(caller) is { } refusal)
        {
            return refusal;
        }
        if (NameProblem(zone.Name, NameRules.MaxZone) is { } wrong)
        {
            return wrong;
        }
        var named = zone with { Name = zone.Name.Trim() };
        var known = State.Zones.FirstOrDefault(existing => existing.Id == zone.Id);
        if (known is null)
        {
            return State.Zones.Length >= MaxZones
                ? Answer.Of(AnswerStatus.Conflict)
                : await Change(State with { Zones = State.Zones.Add(named) });
        }
        return known == named ? Answer.Done : await Change(State with { Zones = State.Zones.Replace(known, named) });
    }

    public async ValueTask<Answer> RemoveZone(Caller caller, Guid zoneId)
    {
        if (Refusal(caller) is { } refusal)
        {
            return refusal;
        }
        if (State.Zones.All(zone => zone.Id != zoneId))
        {
            return Answer.Done;
        }
        return await Change(
            State with
            {
                Zones = State.Zones.RemoveAll(zone => zone.Id == zoneId),
                Devices = [.. State.Devices.Select(device => device.Zone == zoneId ? device with { Zone = null } : device)],
            }
        );
    }

    public async ValueTask<Answer> SetHours(Caller caller, OpeningHours hours)
    {
        if (Refusal(caller) is { } refusal)
        {
            return refusal;
        }
        return hours.Days.IsDefault || hours.Days.Length is not (0 or 7)
            ? Answer.Invalid(new FieldError("Hours", FieldProblem.Malformed))
            : await Change(State with { Hours = hours });
    }

    public async ValueTask<Answer<ImmutableArray<HourlyEntries>>> Entries(Caller caller, DateOnly from, DateOnly to)
    {
        if (Refusal(caller) is { } refusal)
        {
            return refusal;
        }
        if (to < from || to.DayNumber - from.DayNumber >= MaxDaysOfEntries)
        {
            return Answer.Invalid(new FieldError("To", FieldProblem.OutOfRange));
        }
        try
        {
            var hours = await visits.CountByHour(
                Id,
                KoreanDay.Of(from).Start,
                KoreanDay.Of(to).End,
                time.GetUtcNow(),
                CancellationToken.None
            );
            return ImmutableArray.CreateRange(hours.Select(hour => new HourlyEntries(hour.Hour.ToOffset(KoreanDay.Offset), hour.Count)));
        }
        catch (Exception exception) when (exception is System.Data.Common.DbException or TimeoutException or IOException)
        {
            return AnswerStatus.Unavailable;
        }
    }

    private static Answer? NameProblem(string name, int longest) =>
        NameRules.Problem(name, longest) is { } problem ? Answer.Invalid(new FieldError("Name", problem)) : null;
}
