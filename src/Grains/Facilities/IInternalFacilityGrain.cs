using KiPass.Grains.BusinessRegistry;
using Orleans.Concurrency;

namespace KiPass.Grains.Facilities;

/// <summary>
/// Internal interface of a facility, for the register's own host and grains; the public interface of the same grain is
/// <c>IFacilityGrain</c>. Key <c>f:{facility id}</c>. Not available to Orleans clients.
/// </summary>
[Alias("kipass.facility-door")]
internal interface IInternalFacilityGrain : IGrainWithStringKey
{
    /// <summary>Whether a device may record visits here now. The caller may cache the answer for at most 5 s.</summary>
    /// <param name="deviceId">The device named by the token.</param>
    /// <param name="tokenHash">SHA-256 of the token, see <see cref="DeviceToken"/>.</param>
    [Alias("Admit"), AlwaysInterleave, ResponseTimeout("00:00:03")]
    ValueTask<Admission> Admit(Guid deviceId, byte[] tokenHash);

    /// <summary>Creates a pairing code.</summary>
    /// <param name="until">When it expires; null: never (demonstrations only).</param>
    /// <returns>The code; null when the facility is not active or the database did not answer.</returns>
    [Alias("OfferPairing")]
    ValueTask<string?> OfferPairing(DateTimeOffset? until);

    /// <summary>Adds a device without a key. For silos of the version before.</summary>
    /// <param name="name">The name of the device, 1 to 60 characters.</param>
    [Alias("AddDevice")]
    ValueTask<Pairing> AddDevice(string name);

    /// <summary>Adds a device; called by <see cref="PairingGrain"/> after it has used up its code.</summary>
    [Alias("AddNewDevice")]
    ValueTask<Pairing> AddDevice(NewDevice device);

    /// <summary>Counts refused scans of a device, for <see cref="DeviceReview"/>. Nothing depends on their arrival.</summary>
    [Alias("Refused"), OneWay]
    ValueTask Refused(Guid deviceId, int scans);

    /// <summary>Updates the facility's row in the directory; called for rows that are marked as stale.</summary>
    [Alias("Project")]
    ValueTask Project();

    /// <summary>The query to the tax service about the facility; null when no check is due.</summary>
    [Alias("TaxQuestion")]
    ValueTask<TaxQuestion?> TaxQuestion();

    /// <summary>Processes the answer of the tax service.</summary>
    [Alias("TaxAnswered")]
    ValueTask TaxAnswered(TaxQuestion question, TaxFinding finding);
}

/// <summary>Whether a device is admitted.</summary>
/// <param name="FacilityName">Trade name, for the scanner's display; empty unless the device's token was correct.</param>
/// <param name="ZoneName">Name of the device's zone (구역), 1 to 40 characters; null when it has none.</param>
/// <param name="District">Code of the facility's district; empty from a silo of an earlier version.</param>
/// <param name="Capacity">Maximum number of persons in the facility at the same time; null when unknown.</param>
[GenerateSerializer, Immutable, Alias("kipass.admission")]
internal readonly record struct Admission(
    [property: Id(0)] AdmissionStatus Status,
    [property: Id(1)] string FacilityName,
    [property: Id(2)] string? ZoneName = null,
    [property: Id(3)] string District = "",
    [property: Id(4)] int? Capacity = null
);

internal enum AdmissionStatus
{
    /// <summary>The device may record visits.</summary>
    Admitted,

    /// <summary>No such device, or a wrong token: <c>device-unknown</c>.</summary>
    Unknown,

    /// <summary>The owner has revoked it: <c>device-revoked</c>.</summary>
    Revoked,

    /// <summary>The facility is not (or no longer) active: <c>facility-inactive</c>.</summary>
    Inactive,
}
