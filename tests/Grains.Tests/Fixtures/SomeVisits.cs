using KiPass.Grains.Tests.Visits.Stores;
using KiPass.Grains.Visits;
using KiPass.Tokens.Passes;

namespace KiPass.Grains.Tests.Fixtures;

/// <summary>Visits that differ in everything unless told otherwise.</summary>
internal static class SomeVisits
{
    public const ushort Issuer = 1;

    public static Visit At(DateTimeOffset enteredAt, Guid? facilityId = null, Ticket? ticket = null)
    {
        var seconds = enteredAt.ToUnixTimeSeconds();
        return new Visit(
            new TokenKey(seconds - seconds % Pass.SlotSeconds, Issuer, new TokenId(Guid.NewGuid())),
            ticket ?? SomeTicket(),
            facilityId ?? Guid.NewGuid(),
            Guid.NewGuid(),
            Guid.NewGuid(),
            enteredAt,
            enteredAt.AddMilliseconds(2.345)
        );
    }

    public static PaperVisit PaperAt(DateTimeOffset enteredAt, Guid? facilityId = null) =>
        new(facilityId ?? Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid(), "sealed", enteredAt, enteredAt.AddMilliseconds(2.345));

    public static Ticket SomeTicket() => new(Guid.NewGuid());
}
