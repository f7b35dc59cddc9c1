using KiPass.Contracts.Access;
using KiPass.Tokens.Jose;

namespace KiPass.Contracts.Facilities;

/// <summary>
/// The business registration certificate (사업자등록증) of a registration, sealed to the authority: the register stores it but cannot read it.
/// Key <see cref="CertificateKey"/>. Destroyed when the registration is decided, by <see cref="Settle"/> or automatically within an hour.
/// </summary>
[Alias("kipass.certificate"), IdKey("c:")]
public interface ICertificateGrain : IGrainWithStringKey
{
    /// <summary>
    /// Stores a certificate, replacing an earlier one. For owners and managers, while the facility is a draft or submitted (otherwise
    /// Conflict).
    /// </summary>
    [Alias("Put")]
    [OpenTo(CallerRole.Account, MaxBodyBytes = SealedFile.MaxSealedCharacters + OpenToAttribute.OtherBytes)]
    ValueTask<Answer> Put(Caller caller, SealedCertificate certificate);

    /// <summary>When the certificate was stored; null when there is none. For owners, managers and officials of its district.</summary>
    [Alias("GivenAt")]
    [OpenTo(CallerRole.Account, CallerRole.Official, CallerRole.Approver)]
    ValueTask<Answer<DateTimeOffset?>> GivenAt(Caller caller);

    /// <summary>The certificate, for officials of its district; NotFound when there is none.</summary>
    [Alias("Fetch")]
    [OpenTo(CallerRole.Official, CallerRole.Approver)]
    ValueTask<Answer<SealedCertificate>> Fetch(Caller caller);

    /// <summary>
    /// Destroys the certificate if the registration was decided after it was stored. For every caller who may see the facility.
    /// </summary>
    [Alias("Settle")]
    [OpenTo(CallerRole.Official, CallerRole.Approver)]
    ValueTask<Answer> Settle(Caller caller);
}

/// <summary>The grain key of a facility's certificate: <c>c:</c> and the facility's UUID in 32 hexadecimal digits.</summary>
public static class CertificateKey
{
    /// <summary>The grain key for a facility.</summary>
    public static string Of(Guid facilityId) => $"c:{facilityId:N}";

    /// <summary>Parses a key; throws <see cref="FormatException"/> for a string that <see cref="Of"/> did not produce.</summary>
    public static Guid Parse(string key) =>
        key.StartsWith("c:", StringComparison.Ordinal) && Guid.TryParseExact(key[2..], "N", out var id)
            ? id
            : throw new FormatException("A certificate's key is c: and 32 hexadecimal digits.");
}

/// <summary>A certificate in sealed form.</summary>
/// <param name="Kind">File type of the certificate.</param>
/// <param name="Sealed">Compact JWE to the authority's encryption key, at most 14 MB.</param>
[GenerateSerializer, Immutable, Alias("kipass.sealed-certificate")]
public sealed record SealedCertificate([property: Id(0)] CertificateKind Kind, [property: Id(1)] string Sealed)
{
    /// <summary>The kind only, so that sealed data cannot reach a log.</summary>
    public override string ToString() => $"{nameof(SealedCertificate)}({Kind})";
}

/// <summary>File types of a certificate.</summary>
public enum CertificateKind
{
    /// <summary>application/pdf.</summary>
    Pdf = 0,

    /// <summary>image/jpeg.</summary>
    Jpeg = 1,

    /// <summary>image/png.</summary>
    Png = 2,
}
