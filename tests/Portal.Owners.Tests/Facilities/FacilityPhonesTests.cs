using KiPass.Portal.Owners.Facilities;
using KiPass.Portal.Owners.Store;
using KiPass.Portal.Shared.Accounts;
using KiPass.Portal.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace KiPass.Portal.Owners.Tests.Facilities;

public sealed class FacilityPhonesTests : IDisposable
{
    private const string Number = "0557123456";

    private readonly AccountsFixture accounts = new(store: OwnersStore.AddOwnersStore);

    public void Dispose() => accounts.Dispose();

    [Fact]
    public async Task A_phone_number_stays_verified_after_its_code_is_confirmed()
    {
        var owner = await accounts.SignedUp();
        Assert.False(await IsProven(owner, Number));

        var code = await Send(owner, Number);
        Assert.False(await Prove(owner, Number, code == "000000" ? "000001" : "000000"));
        Assert.False(await IsProven(owner, Number));
        Assert.True(await Prove(owner, Number, code));

        Assert.True(await IsProven(owner, Number));
        Assert.False(await Prove(owner, Number, code), "A code works once.");
        var other = await accounts.SignedUp("other@example.com");
        Assert.False(await IsProven(other, Number), "Another account has proven nothing.");
    }

    [Fact]
    public async Task A_code_verifies_only_the_number_it_was_sent_to()
    {
        var owner = await accounts.SignedUp();
        var code = await Send(owner, Number);
        Assert.False(await Prove(owner, "0557123457", code));
        // Neither one that begins with the code's first digit.
        Assert.False(await Prove(owner, Number + code[..1], code[1..]));
        Assert.True(await Prove(owner, Number, code));
    }

    [Fact]
    public async Task The_accounts_own_phone_needs_no_second_code()
    {
        var owner = await accounts.SignedUp();
        Assert.True(await IsProven(owner, "01012345678"));
    }

    [Fact]
    public async Task Sends_at_most_one_code_per_minute_across_all_numbers()
    {
        var owner = await accounts.SignedUp();
        await Send(owner, Number);
        Assert.False(await Phones(phones => phones.Send(owner, "0557123457")));
        accounts.Time.Advance(TimeSpan.FromSeconds(61));
        Assert.True(await Phones(phones => phones.Send(owner, "0557123457")));
    }

    private async Task<string> Send(Guid account, string number)
    {
        Assert.True(await Phones(phones => phones.Send(account, number)));
        return AccountsFixture.Code(accounts.Inbox.Of(account)[0].Text);
    }

    private Task<bool> Prove(Guid account, string number, string code) => Phones(phones => phones.Prove(account, number, code));

    private Task<bool> IsProven(Guid account, string number) => Phones(phones => phones.IsProven(account, number));

    private Task<bool> Phones(Func<FacilityPhones, Task<bool>> work) =>
        accounts.Request(request =>
            work(
                new FacilityPhones(
                    request.GetRequiredService<IDbContextFactory<AccountsDatabase>>(),
                    request.GetRequiredService<IDbContextFactory<OwnersDatabase>>(),
                    request.GetRequiredService<OneTimeCodes>(),
                    accounts.Time
                )
            )
        );
}
