using KiPass.Contracts.Access;
using KiPass.Contracts.Live;
using KiPass.Portal.Shared.Live;
using KiPass.Portal.Shared.Register;

namespace KiPass.Portal.Officials.Compliance;

/// <summary>The scans of the last minute in the regions that officials watch.</summary>
internal sealed class LiveGridFeed(RegisterClient register, TimeProvider time)
    : SharedFeed<string, LiveGrid>(
        (region, caller) =>
            new RegisterCalls(register).Ask(() =>
                register.Grain<ILiveGridGrain>(ILiveGridGrain.Key).Watch(caller, new Jurisdiction(region))
            ),
        (one, other) => one.Tiles.SequenceEqual(other.Tiles),
        time
    );
