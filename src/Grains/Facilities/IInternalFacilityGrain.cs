using KiPass.Grains.BusinessRegistry;
using Orleans.Concurrency;

namespace KiPass.Grains.Facilities;

/// <summary>
/// A facility as the register's own host and grains use it; the public side is <c>IFacilityGrain</c>. The same grain, key
/// <c>f:{facility id}</c>. Orleans clients do not have this interface.
/// </summary>
[Alias("kipass.facility-door")]
internal interface IInternalFacilityGrain : IGrainWithStringKey
{
    /// <summary>Whether this device may record visits here now. The caller may remember the answer for at most 5 s.</summary>
    /// <param name="deviceId">The device that the token names.</param>
    /// <param name="tokenHash">SHA-256 of the token's text, see <see cref="DeviceToken"/>.</param>
    [Alias("Admit"), AlwaysInterleave, ResponseTimeout("00:00:03")]
    ValueTask<Admission> Admit(Guid deviceId, byte[] tokenHash);

    /// <summary>Makes a pairing code.</summary>
    /// <param name="until">When it ends; null: good until it is used (demonstrations only).</param>
    /// <returns>The code as people type it; null when the facility is not active or the database did not answer.</returns>
    [Alias("OfferPairing")]
    ValueTask<string?> OfferPairing(DateTimeOffset? until);

    /// <summary>Adds a device; called by <see cref="PairingGrain"/> with a code that it has just spent.</summary>
    /// <param name="name">What the scanner calls itself, 1 to 60 characters.</param>
    [Alias("AddDevice")]
    ValueTask<Pairing> AddDevice(string name);

    /// <summary>Puts what the facility is now into the directory; called for a row that may be behind.</summary>
    [Alias("Project")]
    ValueTask Project();

    /// <summary>What the tax service is to be asked about the facility; null when nothing.</summary>
    [Alias("TaxQuestion")]
    ValueTask<TaxQuestion?> TaxQuestion();

    /// <summary>Takes the tax service's answer.</summary>
    [Alias("TaxAnswered")]
    ValueTask TaxAnswered(TaxQuestion question, TaxFinding finding);
}

/// <summary>Whether a device is admitted.</summary>
/// <param name="FacilityName">Trade name, for the scanner's display; empty unless the device's token was right.</param>
/// <param name="ZoneName">Name of the zone (구역) in which the owner put the device, 1 to 40 characters; null when it stands in none.</param>
[GenerateSerializer, Immutable, Alias("kipass.admission")]
internal readonly record struct Admission(
    [property: Id(0)] AdmissionStatus Status,
    [property: Id(1)] string FacilityName,
    [property: Id(2)] string? ZoneName = null
);

internal enum AdmissionStatus
{
    /// <summary>The device may record visits.</summary>
    Admitted,

    /// <summary>No such device, or another token: <c>device-unknown</c>.</summary>
    Unknown,

    /// <summary>The owner has revoked it: <c>device-revoked</c>.</summary>
    Revoked,

    /// <summary>The facility is not (or no longer) active: <c>facility-inactive</c>.</summary>
    Inactive,
}
