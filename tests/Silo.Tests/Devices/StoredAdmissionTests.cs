using System.Reflection;
using KiPass.Grains.Facilities;
using KiPass.Silo.Devices;
using KiPass.Silo.Limits;
using KiPass.Silo.Tests.Hosting;
using Microsoft.AspNetCore.Http;

namespace KiPass.Silo.Tests.Devices;

/// <summary>A silo that died or hangs still counts as alive for up to 12 s: the doors of the facilities that lived on it do not wait so long.</summary>
public sealed class StoredAdmissionTests(Registers registers)
{
    [Theory, InlineData(Store.Sqlite), InlineData(Store.Postgres)]
    public async Task Uses_the_stored_facility_state_if_its_grain_does_not_respond(Store store)
    {
        var register = registers.On(store);
        var (admitted, revoked, closed) = (await register.NewDevice(), await register.NewDevice(), await register.NewDevice());
        await register.Revoke(revoked);
        await register.Close(closed.FacilityId);
        var gate = new DeviceAuthenticator(
            DispatchProxy.Create<IGrainFactory, Silence>(),
            register.Get<StoredFacilities>(),
            register.Get<CallerLimits>(),
            new RefusedScans(),
            register.Time
        );

        var admittance = await gate.Admit(From(admitted));

        Assert.True(admittance.IsAdmitted);
        Assert.Equal((admitted.FacilityId, admitted.DeviceId), (admittance.FacilityId, admittance.DeviceId));
        Assert.NotEqual("", admittance.FacilityName);
        Assert.Equal(AdmissionStatus.Revoked, (await gate.Admit(From(revoked))).Status);
        Assert.Equal(AdmissionStatus.Inactive, (await gate.Admit(From(closed))).Status);
        Assert.Equal(AdmissionStatus.Unknown, (await gate.Admit(From(admitted, stranger: true))).Status);
    }

    private static DefaultHttpContext From(DeviceUnderTest device, bool stranger = false)
    {
        var token = stranger
            ? DeviceToken.Make(device.FacilityId, device.DeviceId).Text
            : device.Client.DefaultRequestHeaders.Authorization!.Parameter;
        var context = new DefaultHttpContext();
        context.Request.Headers.Authorization = $"Bearer {token}";
        return context;
    }

    /// <summary>Grains of which none answers.</summary>
#pragma warning disable CA1852 // DispatchProxy makes a subtype as the test runs.
    private class Silence : DispatchProxy
#pragma warning restore CA1852
    {
        protected override object? Invoke(MethodInfo? method, object?[]? arguments) =>
            method!.ReturnType == typeof(ValueTask<Admission>)
                ? new ValueTask<Admission>(new TaskCompletionSource<Admission>().Task)
                : DispatchProxy.Create<IInternalFacilityGrain, Silence>();
    }
}
