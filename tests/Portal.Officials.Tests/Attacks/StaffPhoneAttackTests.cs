using KiPass.Portal.Officials.Access;
using KiPass.Portal.Officials.Staff;
using KiPass.Portal.Shared.Accounts;
using KiPass.Portal.Testing;
using KiPass.Testing;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace KiPass.Portal.Officials.Tests.Attacks;

/// <summary>Two staff accounts want one phone number.</summary>
public sealed class StaffPhoneAttackTests : IDisposable
{
    private const string One = "one@example.com";
    private const string Other = "other@example.com";
    private const string Phone = "+821033330001";
    private readonly StaffFixture staff = new();
    private Official first = null!;
    private Official second = null!;

    public void Dispose() => staff.Dispose();

    [Fact]
    [Attack("An invited person reserves the phone number of another with a sign-up that is never confirmed")]
    public async Task Nobody_keeps_an_invited_person_out_with_an_abandoned_sign_up()
    {
        await Begun(One);
        Assert.True(await staff.Accounts.Confirmed(await Begun(Other), Other));
    }

    [Fact]
    [Attack("A sign-up with a confirmed phone and an unconfirmed address keeps the number")]
    public async Task Nobody_keeps_a_phone_with_a_sign_up_that_is_half_confirmed()
    {
        var one = await Begun(One);
        Assert.True((await Enter(one, One, mail: false, phone: true)).Phone);

        Assert.True(await staff.Accounts.Confirmed(await Begun(Other), Other));

        var late = await Enter(one, One, mail: true, phone: false);
        Assert.Equal((true, false), (late.Email, late.Phone));
        await OnePhoneOneAccount();
    }

    [Fact]
    [Attack("One phone number for two accounts that both wait for their codes")]
    public async Task Nobody_gets_two_staff_accounts_on_one_phone_while_both_wait()
    {
        var (one, other) = (await Begun(One), await Begun(Other, "010-3333-0001"));

        Assert.True(await staff.Accounts.Confirmed(one, One));
        Assert.False(await staff.Accounts.Confirmed(other, Other));
        await OnePhoneOneAccount();
    }

    [Fact]
    [Attack("Two sign-ups confirm one phone number at the same moment")]
    public async Task Nobody_gets_two_staff_accounts_on_one_phone_by_confirming_at_once()
    {
        var (one, other) = (await Begun(One), await Begun(Other));
        Assert.True((await Enter(one, One, mail: false, phone: true)).Phone);
        await staff.Accounts.Request(async late =>
        {
            // This request has read its account when the other sign-up takes over the phone.
            await late.GetRequiredService<UserManager<Account>>().FindByIdAsync($"{one}");
            Assert.True(await staff.Accounts.Confirmed(other, Other));
            var codes = staff.Accounts.Inbox.Of(one);
            var mail = AccountsFixture.Code(codes.First(message => message.To == One).Text);
            var answer = await late.GetRequiredService<SignUp>().Confirm(one, mail, "");
            Assert.False(answer is { Email: true, Phone: true });
            return 0;
        });
        await OnePhoneOneAccount();
    }

    [Fact]
    [Attack("A sign-up takes over the phone number of a confirmed or disabled account")]
    public async Task Nobody_takes_over_the_phone_of_an_account()
    {
        var (one, other) = (await Begun(One), await Begun(Other));
        Assert.True(await staff.Accounts.Confirmed(one, One));
        await staff.Do<StaffService, StaffOutcome>(service => service.Disable(first, one));

        Assert.False((await Enter(other, Other, mail: false, phone: true)).Phone);
        Assert.Equal(Phone, (await staff.Account(one)).StaffPhone);
        await OnePhoneOneAccount();
    }

    private async Task<Guid> Begun(string email, string phone = Phone)
    {
        if (first is null)
        {
            (first, second) = await staff.Administrators();
        }
        var secret = await staff.Invited(first, second, email);
        var (outcome, id) = await staff.Use(secret, email, phone);
        Assert.Equal(StaffEntryOutcome.Created, outcome);
        return id;
    }

    private Task<(Account? Account, bool Email, bool Phone)> Enter(Guid id, string email, bool mail, bool phone)
    {
        var codes = staff.Accounts.Inbox.Of(id);
        var (mailCode, phoneCode) = (codes.First(message => message.To == email).Text, codes.First(message => message.To != email).Text);
        return staff.Do<SignUp, (Account?, bool, bool)>(signUp =>
            signUp.Confirm(id, mail ? AccountsFixture.Code(mailCode) : "", phone ? AccountsFixture.Code(phoneCode) : "")
        );
    }

    private async Task OnePhoneOneAccount() =>
        Assert.Single(
            await staff.Do<AccountsDatabase, List<Account>>(database =>
                database
                    .Users.AsNoTracking()
                    .Where(row => row.PhoneNumber == Phone && row.PhoneNumberConfirmed && row.Role != AccountRole.Owner)
                    .ToListAsync()
            )
        );
}
