using System.Text.Json.Nodes;
using KiPass.Cli.Tests.Fixtures;
using KiPass.Testing;
using KiPass.Tokens.Keys;

namespace KiPass.Cli.Tests.Keys;

public sealed class IssuerCommandTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private readonly DomainFolder register;
    private readonly DomainFolder authority;

    public IssuerCommandTests()
    {
        register = Domain("register");
        authority = Domain("authority");
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Adding_an_issuer_pins_it_at_both_domains_and_lists_its_thumbprints()
    {
        var issuer = IssuerFile.Issuer(7);

        var (exitCode, output, errors) = await Add(issuer);

        Assert.Equal((0, ""), (exitCode, errors));
        Assert.Contains($"signing     {issuer.SigningKey.Thumbprint}", output, StringComparison.Ordinal);
        Assert.Equal(issuer.SigningKey, register.Issuer(7)!.SigningKey);
        Assert.Equal(issuer.SigningKey, authority.Issuer(7)!.SigningKey);
        var listed = (await Run("list")).Output;
        foreach (
            var line in new[]
            {
                $"{register.Path}: 1 pinned",
                $"{authority.Path}: 1 pinned",
                "issuer      7",
                "name        한빛패스",
                "url         https://pass.example.kr/",
                $"agreement   {issuer.AgreementKey.Keys[0].Key.Thumbprint}",
                $"signing     {issuer.SigningKey.Thumbprint}",
                $"encryption  {issuer.EncryptionKey.Thumbprint}",
            }
        )
        {
            Assert.Contains(line + "\n", listed, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Replacing_a_pinned_issuer_requires_replace_and_shows_both_thumbprints()
    {
        var (before, after) = (IssuerFile.Issuer(7), IssuerFile.Issuer(7));
        await Add(before);

        var (exitCode, _, errors) = await Add(after);

        Assert.Equal(2, exitCode);
        Assert.Contains($"signing     {before.SigningKey.Thumbprint} {after.SigningKey.Thumbprint}\n", errors, StringComparison.Ordinal);
        Assert.EndsWith("then repeat with --replace.\n", errors, StringComparison.Ordinal);
        Assert.Single(errors.Split('\n'), line => line.StartsWith("kipass: ", StringComparison.Ordinal));
        Assert.Equal(before.SigningKey, register.Issuer(7)!.SigningKey);

        Assert.Equal(0, (await Add(after, "--replace")).ExitCode);

        Assert.Equal(after.SigningKey, register.Issuer(7)!.SigningKey);
        Assert.Equal(after.SigningKey, authority.Issuer(7)!.SigningKey);
    }

    [Theory]
    [InlineData("url")]
    [InlineData("name")]
    [InlineData("agreement")]
    [InlineData("encryption")]
    public async Task Changing_any_other_value_of_a_pinned_issuer_is_refused(string changed)
    {
        var before = IssuerFile.Issuer(7);
        await Add(before);
        var after = changed switch
        {
            "url" => before with { Url = new Uri("https://other.example.kr") },
            "name" => before with { Name = "다른 회사" },
            "agreement" => before with { AgreementKey = new AgreementKeys(IssuerFile.Key()) },
            _ => before with { EncryptionKey = IssuerFile.Key() },
        };

        var (exitCode, _, errors) = await Add(after);

        Assert.Equal(2, exitCode);
        // Once for each domain.
        var different = errors.Split('\n').Where(line => line.StartsWith(changed, StringComparison.Ordinal));
        Assert.Equal(2, different.Count(line => !line.EndsWith("the same", StringComparison.Ordinal)));
    }

    /// <summary>The authority's file differs, so the register's must not be written either.</summary>
    [Fact]
    public async Task A_refusal_by_one_domain_prevents_pinning_at_both()
    {
        authority.Pin(IssuerFile.Issuer(7));

        Assert.Equal(2, (await Add(IssuerFile.Issuer(7))).ExitCode);

        Assert.Null(register.Issuer(7));
    }

    [Fact]
    public async Task Adding_the_same_issuer_file_again_changes_nothing()
    {
        var issuer = IssuerFile.Issuer(7);
        await Add(issuer);

        Assert.Equal((0, ""), await Add(issuer) is var again ? (again.ExitCode, again.Errors) : default);
    }

    [Theory]
    [InlineData("http://pass.example.kr", false)]
    [InlineData("http://10.0.0.5:5081", false)]
    [InlineData("ftp://pass.example.kr", false)]
    [InlineData("pass.example.kr", false)]
    [InlineData("http://localhost:5081", true)]
    [InlineData("http://127.0.0.1:5081", true)]
    [InlineData("https://10.0.0.5", true)]
    public async Task An_issuer_on_another_host_requires_HTTPS(string url, bool isTaken)
    {
        var (exitCode, _, errors) = await Add(IssuerFile.Issuer(7, url: url));

        Assert.Equal(isTaken ? 0 : 2, exitCode);
        Assert.Equal(isTaken, register.Issuer(7) is not null);
        if (!isTaken)
        {
            Assert.StartsWith($"kipass: {folder["issuer.json"]}: url: '{url}' is not an http", errors, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("number")]
    [InlineData("name")]
    [InlineData("url")]
    [InlineData("agreementKey")]
    [InlineData("signingKey")]
    [InlineData("encryptionKey")]
    [InlineData("signingKey.x")]
    [InlineData("agreementKey.crv")]
    public async Task An_invalid_issuer_file_is_refused_with_its_missing_member(string member)
    {
        var file = JsonNode.Parse(await File.ReadAllTextAsync(IssuerFile.Write(folder["issuer.json"], 7)))!.AsObject();
        var path = member.Split('.');
        (path.Length == 1 ? file : file[path[0]]!.AsObject()).Remove(path[^1]);
        await File.WriteAllTextAsync(folder["issuer.json"], file.ToJsonString());

        var (exitCode, _, errors) = await Run("add", folder["issuer.json"]);

        Assert.Equal($"kipass: {folder["issuer.json"]}: not readable as an issuer's public keys: '{member}' is missing.\n", errors);
        Assert.Equal(2, exitCode);
    }

    [Fact]
    public async Task Removing_an_issuer_removes_it_from_both_domains()
    {
        await Add(IssuerFile.Issuer(7));
        await Add(IssuerFile.Issuer(8));

        Assert.Equal(0, (await Run("remove", "7")).ExitCode);

        Assert.Equal([8], register.Issuers().Select(issuer => (int)issuer.Number));
        Assert.Equal([8], authority.Issuers().Select(issuer => (int)issuer.Number));
        Assert.Contains("issuer      8\n", (await Run("list")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_damaged_issuer_file_can_be_removed_or_replaced()
    {
        await Add(IssuerFile.Issuer(7));
        var file = Path.Combine(register.IssuersPath, "7.json");
        await File.WriteAllTextAsync(file, "{");
        Assert.Equal(2, (await Run("list")).ExitCode);

        Assert.Equal(0, (await Run("remove", "7")).ExitCode);

        Assert.False(File.Exists(file));
    }

    [Fact]
    public async Task An_unpinned_issuer_cannot_be_removed()
    {
        var (exitCode, _, errors) = await Run("remove", "9");

        Assert.Equal(
            $"kipass: Issuer 9 is not pinned at {register.Path} and {authority.Path}; ./kipass issuer list shows which are.\n",
            errors
        );
        Assert.Equal(2, exitCode);
    }

    [Fact]
    public async Task The_issuer_list_reports_when_no_issuer_is_pinned() =>
        Assert.Contains($"{register.Path}: no issuer is pinned\n", (await Run("list")).Output, StringComparison.Ordinal);

    private DomainFolder Domain(string name)
    {
        Directory.CreateDirectory(folder[name]);
        return new DomainFolder(folder[name]);
    }

    private Task<(int ExitCode, string Output, string Errors)> Add(TrustedIssuer issuer, params string[] more) =>
        Run(["add", IssuerFile.Write(folder["issuer.json"], issuer), .. more]);

    private Task<(int ExitCode, string Output, string Errors)> Run(params string[] arguments) =>
        CommandLine.Run(["issuer", .. arguments, "--data", folder.Path]);
}
