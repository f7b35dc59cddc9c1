using KiPass.Tokens.Keys;

namespace KiPass.Silo.Documents;

/// <summary>Shared example values of the API description.</summary>
internal static class Examples
{
    public static readonly Guid ScanId = new("0b3c9a2e-6a51-4a6e-9d0b-2f1f0d6c7a11");
    public static readonly Guid OtherScanId = new("5e0f9b1c-3d6a-4b57-8a40-9c2d7e1f6b32");
    public static readonly Guid FacilityId = new("5f0c2a34-97a1-4d0e-8f6d-3c1f6f0b2a90");
    public const string FacilityName = "홍대 별밤 감성주점";
    public static readonly DateTimeOffset Instant = new(2020, 6, 10, 10, 21, 7, 412, TimeSpan.Zero);

    /// <summary>The public key of RFC 7517 appendix A.1, made for publication.</summary>
    public static readonly EcJwk Key = new(
        "EC",
        "P-256",
        "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
        "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"
    );
}
