using System.Reflection;
using KiPass.Contracts.Access;

namespace KiPass.Portal.Shared.Register;

/// <summary>Implements a grain interface by calls to the register.</summary>
// A proxy's class is derived from at run time.
#pragma warning disable CA1852
internal class RegisterGrain : DispatchProxy
#pragma warning restore CA1852
{
    private RegisterClient register = null!;
    private CallingPortal portal;
    private string key = "";

    public static TGrain Create<TGrain>(RegisterClient register, CallingPortal portal, string key)
        where TGrain : IGrainWithStringKey
    {
        var grain = Create<TGrain, RegisterGrain>();
        var proxy = (RegisterGrain)(object)grain;
        (proxy.register, proxy.portal, proxy.key) = (register, portal, key);
        return grain;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
        GrainMethod.Of(portal, targetMethod!).Invoke(register, key, args ?? []);
}
