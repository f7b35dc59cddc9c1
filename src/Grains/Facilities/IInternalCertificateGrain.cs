using KiPass.Contracts.Facilities;
using Orleans.Concurrency;

namespace KiPass.Grains.Facilities;

/// <summary>
/// Internal interface of a certificate, for the facility's own grain; the public interface of the same grain is <see cref="ICertificateGrain"/>.
/// Key <see cref="CertificateKey"/>. Not available to Orleans clients.
/// </summary>
[Alias("kipass.certificate-held")]
internal interface IInternalCertificateGrain : IGrainWithStringKey
{
    /// <summary>
    /// When the certificate was stored; null when there is none. It asks no other grain and answers during other calls, because the facility
    /// waits for it while the certificate may be asking the facility.
    /// </summary>
    [Alias("StoredAt"), AlwaysInterleave]
    ValueTask<DateTimeOffset?> StoredAt();
}
