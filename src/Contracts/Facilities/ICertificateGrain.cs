using KiPass.Contracts.Access;

namespace KiPass.Contracts.Facilities;

/// <summary>
/// The registration certificate (사업자등록증) that goes with a registration, sealed to the authority's key: the register stores it and cannot
/// read it. Key <see cref="CertificateKey"/>. Destroyed when the registration is decided: by <see cref="Settle"/>, and within the hour by itself.
/// </summary>
[Alias("kipass.certificate")]
public interface ICertificateGrain : IGrainWithStringKey
{
    /// <summary>Keeps a certificate in place of an earlier one; owner or manager, while the facility is a draft or submitted (else Conflict).</summary>
    [Alias("Put")]
    ValueTask<Answer> Put(Caller caller, SealedCertificate certificate);

    /// <summary>When a certificate was given; null when there is none. Owner, manager, or an official of its district.</summary>
    [Alias("GivenAt")]
    ValueTask<Answer<DateTimeOffset?>> GivenAt(Caller caller);

    /// <summary>The certificate, for the official who decides; NotFound when there is none.</summary>
    [Alias("Fetch")]
    ValueTask<Answer<SealedCertificate>> Fetch(Caller caller);

    /// <summary>Destroys it if the registration was decided after it was given. Whoever may see the facility may ask.</summary>
    [Alias("Settle")]
    ValueTask<Answer> Settle(Caller caller);
}

/// <summary>The grain key of a facility's certificate: <c>c:</c> and the facility's UUID in 32 hexadecimal digits.</summary>
public static class CertificateKey
{
    /// <summary>The key for a facility.</summary>
    public static string Of(Guid facilityId) => $"c:{facilityId:N}";

    /// <summary>The facility of a key; throws <see cref="FormatException"/> for a key that <see cref="Of"/> did not make.</summary>
    public static Guid Parse(string key) =>
        key.StartsWith("c:", StringComparison.Ordinal) && Guid.TryParseExact(key[2..], "N", out var id)
            ? id
            : throw new FormatException("A certificate's key is c: and 32 hexadecimal digits.");
}

/// <summary>A certificate as the register holds it.</summary>
/// <param name="Kind">What the opened file is.</param>
/// <param name="Sealed">JWE compact to the authority's encryption key, at most 14 MB.</param>
[GenerateSerializer, Immutable, Alias("kipass.sealed-certificate")]
public sealed record SealedCertificate([property: Id(0)] CertificateKind Kind, [property: Id(1)] string Sealed)
{
    /// <summary>The kind alone: nothing sealed reaches a log.</summary>
    public override string ToString() => $"{nameof(SealedCertificate)}({Kind})";
}

/// <summary>What kinds of file a certificate can be.</summary>
public enum CertificateKind
{
    /// <summary>application/pdf.</summary>
    Pdf = 0,

    /// <summary>image/jpeg.</summary>
    Jpeg = 1,

    /// <summary>image/png.</summary>
    Png = 2,
}
