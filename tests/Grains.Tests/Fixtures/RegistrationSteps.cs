using KiPass.Contracts.Access;
using KiPass.Contracts.Facilities;

namespace KiPass.Grains.Tests.Fixtures;

/// <summary>What an owner does to register a facility.</summary>
internal static class RegistrationSteps
{
    private static readonly SealedCertificate Certificate = new(CertificateKind.Png, "sealed");

    /// <summary>Gives a certificate and submits the draft.</summary>
    public static async Task<Answer> SubmitWithCertificate(this IGrainFactory grains, Guid facilityId, Caller owner)
    {
        var given = await grains.GetGrain<ICertificateGrain>(CertificateKey.Of(facilityId)).Put(owner, Certificate);
        Assert.Equal(AnswerStatus.Done, given.Status);
        return await grains.GetGrain<IFacilityGrain>(FacilityKey.Of(facilityId)).Submit(owner);
    }
}
