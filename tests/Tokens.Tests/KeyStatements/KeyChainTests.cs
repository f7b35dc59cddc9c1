using CsCheck;
using KiPass.Testing;
using KiPass.Tokens.Jose;
using KiPass.Tokens.Keys;
using KiPass.Tokens.KeyStatements;

namespace KiPass.Tokens.Tests.KeyStatements;

public sealed class KeyChainTests
{
    private static readonly KoreanDay Day = KoreanDay.Parse("2020-06-10");

    private readonly FileSigningKey first = new(EcJwk.Create());
    private readonly FileSigningKey second = new(EcJwk.Create());
    private readonly EcJwk encryption = EcJwk.Create().Public();

    [Fact]
    public void Weekly_encryption_keys_need_one_statement_only()
    {
        IReadOnlyList<string> chain = [];
        for (var week = 0; week < 10; week++)
        {
            chain = KeyChain.Add(chain, Statement(first, EcJwk.Create().Public(), week * 7), first);
        }
        var newest = EcJwk.Create().Public();
        chain = KeyChain.Add(chain, Statement(first, newest, 70), first);

        Assert.Single(chain);
        Assert.Equal(newest, KeyChain.Follow(first.PublicKey, chain)!.EncryptionKey);
        Assert.Same(chain, KeyChain.Add(chain, Statement(first, newest, 77), first));
    }

    [Fact]
    public void A_new_signing_key_follows_from_the_one_before_and_stands_on_its_own()
    {
        var chain = KeyChain.Add([], Statement(first, encryption), first);
        chain = KeyChain.Add(chain, Statement(second, encryption, 1), first);
        chain = KeyChain.Add(chain, Statement(second, encryption, 1), second);
        var next = EcJwk.Create().Public();
        chain = KeyChain.Add(chain, Statement(second, next, 8), second);

        // The change, the one before it, and the newest.
        Assert.Equal(3, chain.Count);
        Assert.Equal(next, KeyChain.Follow(first.PublicKey, chain)!.EncryptionKey);
        Assert.Equal(next, KeyChain.Follow(second.PublicKey, chain)!.EncryptionKey);
        var authority = new TrustedAuthority(second.PublicKey, next, chain);
        Assert.True(KeyChain.Leads(first.PublicKey, authority));
        Assert.Equal(second.PublicKey, KeyChain.CheckKey(authority));
    }

    [Fact]
    public void Any_signing_key_of_a_chain_reaches_its_end()
    {
        Gen.Bool.Array[1, 12]
            .Sample(
                rotations =>
                {
                    var signers = new List<FileSigningKey> { new(EcJwk.Create()) };
                    IReadOnlyList<string> chain = [];
                    var newest = encryption;
                    for (var i = 0; i < rotations.Length; i++)
                    {
                        var before = signers[^1];
                        if (rotations[i])
                        {
                            signers.Add(new FileSigningKey(EcJwk.Create()));
                            chain = KeyChain.Add(chain, Statement(signers[^1], newest, i), before);
                        }
                        newest = EcJwk.Create().Public();
                        chain = KeyChain.Add(chain, Statement(signers[^1], newest, i), signers[^1]);
                    }
                    Assert.All(signers, signer => Assert.Equal(newest, KeyChain.Follow(signer.PublicKey, chain)!.EncryptionKey));
                    Assert.InRange(chain.Count, signers.Count, signers.Count + 1);
                    Assert.Equal(
                        signers.Skip(1).SkipLast(1).Select(signer => signer.PublicKey.Thumbprint).Order(),
                        KeyChain
                            .Earlier(chain, signers[^1].PublicKey)
                            .Where(key => key != signers[0].PublicKey)
                            .Select(key => key.Thumbprint)
                            .Order()
                    );
                    Assert.Null(KeyChain.Follow(EcJwk.Create().Public(), chain));
                },
                iter: 30
            );
    }

    [Fact]
    public void Without_statements_people_compare_the_encryption_key() =>
        Assert.Equal(encryption, KeyChain.CheckKey(new TrustedAuthority(first.PublicKey, encryption)));

    [Fact]
    public void The_folder_announces_the_keys_in_force_once()
    {
        using var folder = new TemporaryFolder();
        var authority = new DomainFolder(folder.Path);
        authority.CreateKeys(withAgreement: false);
        Assert.Null(KeyAnnouncement.PublicKeys(authority).KeyStatements);
        void Announce() => KeyAnnouncement.Announce(authority, new FileSigningKey(authority.SigningKey()), authority.EncryptionKey(), Day);
        Announce();
        var one = authority.KeyStatements();
        Announce();
        Assert.Equal(one, authority.KeyStatements());
        authority.RotateEncryptionKey();
        Announce();

        var keys = KeyAnnouncement.PublicKeys(authority);
        Assert.NotEqual(one, keys.KeyStatements!);
        Assert.Equal(authority.EncryptionKey().Public(), KeyChain.Follow(keys.SigningKey, keys.KeyStatements!)!.EncryptionKey);
        Assert.DoesNotContain(
            "\"d\"",
            string.Concat(keys.KeyStatements!.Select(text => System.Text.Encoding.UTF8.GetString(Jws.PeekPayload(text, 4096)!))),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Rotation_replaces_the_signing_key_by_one_that_follows_from_every_earlier_one()
    {
        using var folder = new TemporaryFolder();
        var authority = new DomainFolder(folder.Path);
        authority.CreateKeys(withAgreement: false);
        var signers = new List<EcJwk> { authority.SigningKey().Public() };
        for (var year = 0; year < 3; year++)
        {
            KeyAnnouncement.RotateSigningKey(authority, Day + year);
            signers.Add(authority.SigningKey().Public());
            authority.RotateEncryptionKey();
            KeyAnnouncement.Announce(authority, new FileSigningKey(authority.SigningKey()), authority.EncryptionKey(), Day + year);
        }

        var keys = KeyAnnouncement.PublicKeys(authority);
        Assert.Equal(4, signers.Distinct().Count());
        Assert.All(signers, signer => Assert.True(KeyChain.Leads(signer, keys)));
        Assert.Equal(signers.SkipLast(1), KeyChain.Earlier(keys.KeyStatements!, signers[^1]));
        Assert.Equal(signers[^1], KeyChain.CheckKey(keys));
        Assert.False(KeyChain.Leads(EcJwk.Create().Public(), keys));
        Assert.False(File.Exists(folder["keys/signing-next.json"]));
    }

    [Fact]
    public void An_interrupted_rotation_continues_with_the_same_key()
    {
        using var folder = new TemporaryFolder();
        var authority = new DomainFolder(folder.Path);
        authority.CreateKeys(withAgreement: false);
        var old = authority.SigningKey();
        KeyAnnouncement.RotateSigningKey(authority, Day);
        // As after a stop between the statement and the key, with a portal that announced the old key again in between.
        File.Move(folder["keys/signing.json"], folder["keys/signing-next.json"]);
        File.WriteAllText(folder["keys/signing.json"], System.Text.Json.JsonSerializer.Serialize(old));
        var next = authority.NextSigningKey().Public();
        KeyAnnouncement.Announce(authority, new FileSigningKey(old), authority.EncryptionKey(), Day);

        KeyAnnouncement.RotateSigningKey(authority, Day);

        Assert.Equal(next, authority.SigningKey().Public());
        Assert.True(KeyChain.Leads(old.Public(), KeyAnnouncement.PublicKeys(authority)));
    }

    [Theory]
    [InlineData("the clock is behind the newest statement")]
    [InlineData("readers follow no more statements")]
    public void A_rotation_that_readers_would_not_follow_is_refused_before_anything_changes(string reason)
    {
        using var folder = new TemporaryFolder();
        var authority = new DomainFolder(folder.Path);
        authority.CreateKeys(withAgreement: false);
        for (var i = 0; i < (reason.StartsWith("the clock", StringComparison.Ordinal) ? 1 : KeyChain.MostStatements - 2); i++)
        {
            KeyAnnouncement.RotateSigningKey(authority, Day);
        }
        var (signing, statements) = (authority.SigningKey(), authority.KeyStatements());

        Assert.Throws<DomainFolderException>(() => KeyAnnouncement.RotateSigningKey(authority, Day - (reason[0] == 't' ? 1 : 0)));

        Assert.Equal((signing, statements.Count), (authority.SigningKey(), authority.KeyStatements().Count));
        Assert.True(KeyChain.Leads(signing.Public(), KeyAnnouncement.PublicKeys(authority)));
    }

    private static KeyStatement Statement(FileSigningKey signing, EcJwk encryption, int days = 0) =>
        new(Day + days, signing.PublicKey, encryption);
}
