using KiPass.Portal.Shared.Accounts;
using KiPass.Portal.Testing;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace KiPass.Portal.Shared.Tests.Accounts;

public sealed class SecondFactorTests
{
    private const string Secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

    [Fact]
    public async Task Rejects_a_reused_code_and_any_earlier_code()
    {
        using var accounts = new AccountsFixture();
        var id = await accounts.SignedUp();
        var start = accounts.Time.GetUtcNow();
        Assert.NotNull(await Enable(accounts, id, Totp.CodeAt(Secret, start)));

        Assert.False(await Accepts(accounts, id, Totp.CodeAt(Secret, start)), "The code that enabled it is used.");
        accounts.Time.Advance(TimeSpan.FromSeconds(30));
        var later = Totp.CodeAt(Secret, accounts.Time.GetUtcNow());
        Assert.True(await Accepts(accounts, id, later));
        Assert.False(await Accepts(accounts, id, later));
        Assert.False(await Accepts(accounts, id, Totp.CodeAt(Secret, start)));
    }

    [Fact]
    public async Task Only_one_of_many_concurrent_sign_ins_with_one_code_succeeds()
    {
        using var accounts = new AccountsFixture();
        var id = await accounts.SignedUp();
        await Enable(accounts, id, Totp.CodeAt(Secret, accounts.Time.GetUtcNow()));
        accounts.Time.Advance(TimeSpan.FromSeconds(60));
        var code = Totp.CodeAt(Secret, accounts.Time.GetUtcNow());

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => Accepts(accounts, id, code)));

        Assert.Single(outcomes, accepted => accepted);
    }

    [Fact]
    public async Task A_recovery_code_works_once()
    {
        using var accounts = new AccountsFixture();
        var id = await accounts.SignedUp();
        var codes = await Enable(accounts, id, Totp.CodeAt(Secret, accounts.Time.GetUtcNow()));

        Assert.Equal(10, codes!.Count);
        Assert.True(await Redeems(accounts, id, codes[3]));
        Assert.False(await Redeems(accounts, id, codes[3]));
        Assert.False(await Redeems(accounts, id, "no-such-code"));
    }

    [Fact]
    public async Task A_wrong_code_does_not_enable_the_second_factor()
    {
        using var accounts = new AccountsFixture();
        var id = await accounts.SignedUp();

        Assert.Null(await Enable(accounts, id, Totp.CodeAt(Secret, accounts.Time.GetUtcNow().AddHours(1))));
    }

    private static Task<IReadOnlyList<string>?> Enable(AccountsFixture accounts, Guid id, string code) =>
        accounts.Request(async request => await request.GetRequiredService<SecondFactor>().Enable(await Find(request, id), Secret, code));

    private static Task<bool> Accepts(AccountsFixture accounts, Guid id, string code) =>
        accounts.Request(async request => await request.GetRequiredService<SecondFactor>().Accepts(await Find(request, id), code));

    private static Task<bool> Redeems(AccountsFixture accounts, Guid id, string code) =>
        accounts.Request(async request => await request.GetRequiredService<SecondFactor>().Redeems(await Find(request, id), code));

    private static async Task<Account> Find(IServiceProvider request, Guid id) =>
        (await request.GetRequiredService<UserManager<Account>>().FindByIdAsync(id.ToString()))!;
}
