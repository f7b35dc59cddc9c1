using KiPass.Contracts.Facilities;
using KiPass.Portal.Shared.Live;
using KiPass.Portal.Shared.Register;

namespace KiPass.Portal.Owners.Facilities;

/// <summary>The entries of facilities whose pages are open, up to now.</summary>
internal sealed class FacilityFeed(RegisterClient register, TimeProvider time)
    : SharedFeed<Guid, LiveEntries>(
        (facility, caller) => new RegisterCalls(register).Ask(() => register.Grain<IFacilityGrain>(FacilityKey.Of(facility)).Live(caller)),
        (one, other) => one == other,
        time
    );
