using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using KiPass.Testing;
using KiPass.Tokens.Keys;

namespace KiPass.Tokens.Tests.Integrate;

/// <summary>The file <c>docs/integrate/vectors/jose.json</c>, against which companies test their issuers and scanners.</summary>
internal sealed record JoseVectors(
    string About,
    VectorKeys Keys,
    IReadOnlyList<JoseCase> Cases,
    IReadOnlyList<ChainRecord> AuditChain,
    IReadOnlyList<Padding> Padding
)
{
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    public static string Folder { get; } = Path.Combine(KiPassStack.Root, "docs", "integrate");

    public static string FileName { get; } = Path.Combine(Folder, "vectors", "jose.json");

    public static JoseVectors Read() => JsonSerializer.Deserialize<JoseVectors>(File.ReadAllText(FileName), Json)!;

    public void Write() => File.WriteAllText(FileName, JsonSerializer.Serialize(this, Json) + "\n");
}

/// <summary>Private keys of the parties, and what issuer 7 pins of the others.</summary>
internal sealed record VectorKeys(
    EcJwk RegisterSigning,
    EcJwk RegisterEncryption,
    EcJwk AuthoritySigning,
    EcJwk AuthorityEncryption,
    EcJwk IssuerSigning,
    EcJwk IssuerEncryption,
    EcJwk Device,
    EcJwk Stranger
)
{
    public static VectorKeys Create() =>
        new(EcJwk.Create(), EcJwk.Create(), EcJwk.Create(), EcJwk.Create(), EcJwk.Create(), EcJwk.Create(), EcJwk.Create(), EcJwk.Create());

    public TrustedRegister Register() => new(new AgreementKeys(Stranger.Public()), RegisterSigning.Public(), RegisterEncryption.Public());

    public TrustedAuthority Authority() => new(AuthoritySigning.Public(), AuthorityEncryption.Public());
}

/// <summary>One message and its result.</summary>
/// <param name="Side">The expected side of a head.</param>
/// <param name="Order">Id of the order to which an answer must belong.</param>
/// <param name="Statements">A chain of key statements instead of a text.</param>
internal sealed record JoseCase(
    string Name,
    string Kind,
    string Result,
    string? Text = null,
    DateTimeOffset? At = null,
    string? Side = null,
    Guid? Order = null,
    IReadOnlyList<string>? Statements = null,
    JsonElement? Content = null
)
{
    public const string Accepted = "accepted";
    public const string Unsigned = "accepted-unsigned";
    public const string Refused = "refused";
    public const string Malformed = "request-malformed";
    public const string NotAuthentic = "order-not-authentic";
    public const string Expired = "order-expired";
}

/// <summary>A record of an audit chain: its exact text, and its hash.</summary>
internal sealed record ChainRecord(long N, string Text, string Hash);

/// <summary>Number of tickets in an answer with identities, and its length before encryption.</summary>
internal sealed record Padding(int Tickets, int Bytes);
