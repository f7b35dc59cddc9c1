using KiPass.Grains.Visits;
using KiPass.Testing;

namespace KiPass.Grains.Tests.Attacks;

public sealed class LateTraceTests
{
    [Fact]
    [Attack("A device back-dates an entry to place somebody with a case")]
    public async Task Nobody_places_a_person_with_a_case_by_a_late_entry_that_a_trace_does_not_mark()
    {
        await using var world = await TraceWorld.Create();
        var bar = await world.Facility("노래방", "karaoke");
        await world.Enters("case", "노래방", "18:00");
        await world.Enters("Ana", "노래방", "18:10");
        var at = world.Today.Start.AddHours(18.5);
        var late = SomeVisits.At(at, bar, world.Issuers[1].Show("Ben", world.Today)) with { ReceivedAt = at.AddHours(3) };
        Assert.Equal(ScanStatus.Accepted, (await world.Register.Log.Append(late, default)).Status);
        var order = world.Order();
        await world.Complete(order);

        var marks = (await world.Findings(order)).Contacts.Select(contact => contact.Exposures.Single().Stay.ReceivedAt).Order();

        Assert.Equal([null, at.AddHours(3)], marks);
    }
}
