using System.Text;
using System.Text.Json;
using KiPass.Tokens.Audit;
using KiPass.Tokens.Jose;
using KiPass.Tokens.Keys;
using KiPass.Tokens.KeyStatements;
using KiPass.Tokens.Orders;

namespace KiPass.Tokens.Tests.Integrate;

/// <summary>The vectors that companies receive give the results that they state.</summary>
public sealed class JoseVectorTests
{
    private static readonly JoseVectors Vectors = JoseVectors.Read();

    public static TheoryData<string> Names => [.. Vectors.Cases.Select(one => one.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_JOSE_vector_gives_the_stated_result(string name)
    {
        var one = Vectors.Cases.Single(one => one.Name == name);
        Assert.Equal(one.Result, ResultOf(one));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_content_of_an_accepted_vector_is_what_was_signed_or_sealed(string name)
    {
        var one = Vectors.Cases.Single(one => one.Name == name);
        if (one.Content is { } content && one.Text is { } text)
        {
            Assert.True(JsonElement.DeepEquals(content, JsonDocument.Parse(PayloadOf(one.Kind, text)).RootElement));
        }
        var needsContent = one.Result == JoseCase.Accepted && one.Kind != "paper";
        Assert.Equal(needsContent, one.Content is not null);
    }

    [Fact]
    public void The_vectors_cover_acceptance_and_refusal_of_each_kind() =>
        Assert.All(
            ["request", "order", "index-person", "head", "keys", "key-chain", "subjects", "identities", "paper"],
            kind =>
            {
                var results = Vectors.Cases.Where(one => one.Kind == kind).Select(one => one.Result).ToList();
                Assert.Contains(JoseCase.Accepted, results);
                Assert.Contains(results, result => result is not (JoseCase.Accepted or JoseCase.Unsigned));
            }
        );

    [Fact]
    public void The_audit_chain_of_the_vectors_is_made_byte_for_byte()
    {
        var head = ChainHead.Empty;
        foreach (var record in Vectors.AuditChain)
        {
            var entry = new AuditRecord(record.N, record.Text, record.Hash).Entry;
            var made = AuditChain.Append(head, entry.At, entry.Kind, entry.Facts);
            Assert.Equal((record.N, record.Text, record.Hash), (made.Number, made.Text, made.Hash));
            head = ChainHead.After(made);
        }
        var signed = Vectors.Cases.First(one => one.Kind == "head").Text;
        Assert.Equal(head, SignedHead.Verify(signed, "issuer:7", Vectors.Keys.IssuerSigning));
    }

    [Fact]
    public void The_length_of_an_identities_answer_follows_the_documented_formula() =>
        Assert.All(
            Vectors.Padding,
            padding => Assert.Equal((512 + (6144 + 240 * padding.Tickets) / 3 * 4 + 4095) / 4096 * 4096, padding.Bytes)
        );

    /// <summary>With <c>KIPASS_VECTORS</c> set, the file is written again first.</summary>
    [Fact]
    public void The_generator_makes_the_same_cases_with_the_same_results()
    {
        var made = JoseVectorGenerator.Make();
        if (Environment.GetEnvironmentVariable("KIPASS_VECTORS") is not null)
        {
            made.Write();
        }
        Assert.Equal(Vectors.Cases.Select(one => (one.Name, one.Result)), made.Cases.Select(one => (one.Name, one.Result)));
        Assert.Equal(Vectors.AuditChain, made.AuditChain);
        Assert.Equal(Vectors.Padding, made.Padding);
    }

    private static string ResultOf(JoseCase one)
    {
        var keys = Vectors.Keys;
        var (register, authority) = (new FileDecryptionKey(keys.RegisterEncryption), new FileDecryptionKey(keys.AuthorityEncryption));
        return one.Kind switch
        {
            "request" => ResultOf(DisclosureRequest.Verify(one.Text, 7, keys.Register(), keys.Authority(), one.At!.Value).Verdict),
            "order" => ResultOf(TraceOrder.Verify(one.Text, keys.Authority().SigningKey, one.At!.Value, out _)),
            "index-person" => ResultOf(IndexPerson.Open(one.Text, new FileDecryptionKey(keys.IssuerEncryption))),
            "head" => ResultOf(SignedHead.Verify(one.Text, one.Side!, KeyOf(one.Side!))),
            "keys" => ResultOf(KeyStatement.Open(one.Text, keys.AuthoritySigning.Public())),
            "key-chain" => ResultOf(Newest(one)),
            "subjects" => ResultOf(TicketsAnswer.Open(one.Text, TicketsAnswer.Subjects, register, keys.IssuerSigning, one.Order!.Value)),
            "siblings" => ResultOf(TicketsAnswer.Open(one.Text, TicketsAnswer.Siblings, register, keys.IssuerSigning, one.Order!.Value)),
            "identities" => ResultOf(IdentitiesAnswer.Open(one.Text, authority, keys.IssuerSigning, one.Order!.Value)),
            "paper" => PaperEntry.Open(one.Text, authority, keys.Device.Public(), out var isSigned) is null ? JoseCase.Refused
            : isSigned ? JoseCase.Accepted
            : JoseCase.Unsigned,
            _ => throw new InvalidOperationException($"Unknown kind {one.Kind}."),
        };
    }

    private static KeyStatement? Newest(JoseCase one)
    {
        var newest = KeyChain.Follow(Vectors.Keys.AuthoritySigning.Public(), one.Statements!);
        return newest is not null && newest == one.Content?.Deserialize<KeyStatement>(JoseJson.Options) ? newest : null;
    }

    private static EcJwk KeyOf(string side) =>
        (
            side switch
            {
                "register" => Vectors.Keys.RegisterSigning,
                "authority" => Vectors.Keys.AuthoritySigning,
                _ => Vectors.Keys.IssuerSigning,
            }
        ).Public();

    private static string PayloadOf(string kind, string text)
    {
        var key = kind switch
        {
            "index-person" => Vectors.Keys.IssuerEncryption,
            "identities" => Vectors.Keys.AuthorityEncryption,
            "subjects" or "siblings" => Vectors.Keys.RegisterEncryption,
            _ => null,
        };
        var plain = key is null ? text : Encoding.UTF8.GetString(HandWrittenJose.Open(text, key)).TrimEnd(' ');
        return kind == "index-person" ? plain
            : Base64Url.TryDecode(plain.Split('.')[1], out var payload) ? Encoding.UTF8.GetString(payload)
            : throw new FormatException(text);
    }

    private static string ResultOf(RequestVerdict verdict) =>
        verdict switch
        {
            RequestVerdict.Valid => JoseCase.Accepted,
            RequestVerdict.Malformed => JoseCase.Malformed,
            RequestVerdict.Expired or RequestVerdict.OrderExpired => JoseCase.Expired,
            _ => JoseCase.NotAuthentic,
        };

    private static string ResultOf(OrderVerdict verdict) =>
        verdict switch
        {
            OrderVerdict.Valid => JoseCase.Accepted,
            OrderVerdict.Expired or OrderVerdict.NotYetValid => JoseCase.Expired,
            _ => JoseCase.NotAuthentic,
        };

    private static string ResultOf(object? opened) => opened is null ? JoseCase.Refused : JoseCase.Accepted;
}
