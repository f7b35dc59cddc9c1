using System.Text.Json;
using KiPass.Testing;
using KiPass.Tokens.Keys;

namespace KiPass.Tokens.Tests.Keys;

public sealed class DomainFolderTests : IDisposable
{
    private readonly TemporaryFolder temporary = new();
    private readonly DomainFolder folder;

    public DomainFolderTests() => folder = new DomainFolder(temporary["register"]);

    public void Dispose() => temporary.Dispose();

    [Fact]
    public void Keys_are_created_once_and_readable_by_their_owner_only()
    {
        folder.CreateKeys(withAgreement: true);
        var (agreement, signing, encryption) = (folder.AgreementKeys(), folder.SigningKey(), folder.EncryptionKey());
        Assert.All([agreement.Keys.Single().Key, signing, encryption], key => Assert.True(key.IsPrivate));
        Assert.Equal(3, new[] { agreement.Keys.Single().Key, signing, encryption }.Distinct().Count());
        if (!OperatingSystem.IsWindows())
        {
            const UnixFileMode owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            var keys = temporary["register/keys"];
            Assert.Equal(owner | UnixFileMode.UserExecute, File.GetUnixFileMode(keys));
            foreach (var file in Directory.GetFiles(keys))
            {
                Assert.Equal(owner, File.GetUnixFileMode(file));
            }
        }
        folder.CreateKeys(withAgreement: true);
        Assert.Equal(signing, folder.SigningKey());
    }

    [Fact]
    public void The_authority_has_no_agreement_key()
    {
        folder.CreateKeys(withAgreement: false);
        Assert.Throws<DomainFolderException>(() => folder.AgreementKeys());
    }

    [Fact]
    public void Pinned_keys_round_trip()
    {
        var issuer = Issuer(7);
        folder.Pin(issuer);
        folder.Pin(Issuer(12));
        var register = new TrustedRegister(new AgreementKeys(Public()), Public(), Public());
        folder.Pin(register);
        var authority = new TrustedAuthority(Public(), Public());
        folder.Pin(authority);
        Assert.Equal([7, 12], folder.Issuers().Select(i => (int)i.Number));
        Assert.Equal(issuer.SigningKey, folder.Issuers()[0].SigningKey);
        Assert.Equal(register.EncryptionKey, folder.Register().EncryptionKey);
        Assert.Equal(authority, folder.Authority());
    }

    [Fact]
    public void No_issuers_are_trusted_without_pins() => Assert.Empty(folder.Issuers());

    [Fact]
    public async Task Replacing_a_pin_is_atomic_for_concurrent_readers()
    {
        TrustedIssuer[] both = [Issuer(7), Issuer(7)];
        folder.Pin(both[0]);
        using var done = new CancellationTokenSource();
        var reading = Task.Run(() =>
        {
            var seen = 0;
            while (!done.IsCancellationRequested || seen == 0)
            {
                Assert.Contains(folder.Issuers().Single().SigningKey, both.Select(b => b.SigningKey));
                seen++;
            }
            return seen;
        });
        for (var i = 0; i < 200; i++)
        {
            folder.Pin(both[i % 2]);
        }
        await done.CancelAsync();
        Assert.True(await reading > 0);
        Assert.Equal(["7.json"], Directory.GetFiles(folder.IssuersPath).Select(Path.GetFileName));
    }

    [Fact]
    public void Replaces_a_temporary_file_left_by_a_crash()
    {
        Directory.CreateDirectory(folder.IssuersPath);
        File.WriteAllText(Path.Combine(folder.IssuersPath, "7.json.new"), "half");
        folder.Pin(Issuer(7));
        Assert.Single(folder.Issuers());
    }

    [Fact]
    public void A_missing_key_is_reported_in_one_line()
    {
        var e = Assert.Throws<DomainFolderException>(() => folder.SigningKey());
        Assert.Contains("signing.json", e.Message, StringComparison.Ordinal);
        Assert.Contains("missing", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', e.Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("not json")]
    [InlineData("""{"kty":"EC","crv":"P-256","x":"AA","y":"AA","d":"AA"}""")]
    public void A_damaged_key_is_reported_in_one_line(string text)
    {
        folder.CreateKeys(withAgreement: true);
        foreach (var name in new[] { "signing", "agreement" })
        {
            File.WriteAllText(temporary[$"register/keys/{name}.json"], text);
        }
        Assert.All(
            [
                Assert.Throws<DomainFolderException>(() => folder.SigningKey()),
                Assert.Throws<DomainFolderException>(() => folder.AgreementKeys()),
            ],
            e => Assert.DoesNotContain('\n', e.Message)
        );
    }

    [Fact]
    public void A_private_key_without_its_private_part_is_refused()
    {
        folder.CreateKeys(withAgreement: true);
        File.WriteAllText(temporary["register/keys/signing.json"], JsonSerializer.Serialize(Public()));
        Assert.Contains("private part", Assert.Throws<DomainFolderException>(() => folder.SigningKey()).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("[null]")]
    [InlineData("""[{"fromDay":"yesterday","key":null}]""")]
    public void Damaged_agreement_keys_are_refused(string json)
    {
        Directory.CreateDirectory(temporary["register/keys"]);
        File.WriteAllText(temporary["register/keys/agreement.json"], json);
        Assert.Throws<DomainFolderException>(() => folder.AgreementKeys());
    }

    [Fact]
    public void Agreement_keys_with_dates_are_selected_by_day()
    {
        var keys = new AgreementKeys([new(new KoreanDay(18_500), EcJwk.Create()), new(new KoreanDay(18_400), EcJwk.Create())]);
        Directory.CreateDirectory(temporary["register/keys"]);
        File.WriteAllText(temporary["register/keys/agreement.json"], JsonSerializer.Serialize(keys));
        var read = folder.AgreementKeys();
        Assert.Null(read.On(new KoreanDay(18_399)));
        Assert.Equal(keys.On(new KoreanDay(18_499)), read.On(new KoreanDay(18_400)));
        Assert.NotEqual(read.On(new KoreanDay(18_499)), read.On(new KoreanDay(18_500)));
    }

    [Fact]
    public void An_issuer_file_with_number_0_or_private_or_missing_keys_is_refused()
    {
        TrustedIssuer[] wrong =
        [
            Issuer(7) with
            {
                Number = 0,
            },
            Issuer(7) with
            {
                SigningKey = EcJwk.Create(),
            },
            Issuer(7) with
            {
                EncryptionKey = null!,
            },
        ];
        Assert.All(
            wrong,
            issuer =>
            {
                File.WriteAllText(temporary["issuer.json"], JsonSerializer.Serialize(issuer));
                Assert.Throws<DomainFolderException>(() => DomainFolder.ReadIssuerFile(temporary["issuer.json"]));
            }
        );
        Assert.Throws<DomainFolderException>(() => DomainFolder.ReadIssuerFile(temporary["absent.json"]));
    }

    [Fact]
    public void An_issuer_pinned_under_another_number_is_refused()
    {
        folder.Pin(Issuer(7));
        File.Move(Path.Combine(folder.IssuersPath, "7.json"), Path.Combine(folder.IssuersPath, "8.json"));
        Assert.Throws<DomainFolderException>(() => folder.Issuers());
    }

    private static TrustedIssuer Issuer(ushort number) =>
        new(number, "통신사", new Uri("https://issuer.example"), new AgreementKeys(Public()), Public(), Public());

    private static EcJwk Public() => EcJwk.Create().Public();
}
