using System.Security.Cryptography;
using System.Text;
using KiPass.Portal.Shared.Accounts;
using KiPass.Portal.Shared.Accounts.Limits;
using KiPass.Portal.Testing;
using KiPass.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace KiPass.Portal.Shared.Tests.Attacks;

public sealed class CodeAttackTests
{
    private const string Phone = "010-1234-5678";
    private const string StoredPhone = "+821012345678";

    [Fact]
    [Attack("Six codes are sent to one phone at once")]
    public async Task Nobody_sends_a_phone_many_codes_with_many_sign_ups()
    {
        using var accounts = new AccountsFixture();
        Assert.InRange(await Flood(accounts, _ => "198.51.100.1"), 1, MessageBudgets.OfRecipientFromOneAddress.PerHour);
        Assert.InRange(await Flood(accounts, i => $"198.51.100.{i + 10}"), 1, MessageBudgets.OfRecipient.PerHour);
    }

    [Fact]
    [Attack("A stranger uses up the codes of another person's phone")]
    public async Task Nobody_uses_up_the_codes_of_another_from_one_address()
    {
        using var accounts = new AccountsFixture();
        await Flood(accounts, _ => "198.51.100.1");

        var own = await accounts.Begun("owner@example.com", Phone, from: "203.0.113.9");
        Assert.True(await accounts.Confirmed(own, "owner@example.com"));
    }

    [Fact]
    [Attack("Strangers use up the codes of a whole day")]
    public async Task Nobody_keeps_a_recipient_from_messages_for_longer_than_an_hour()
    {
        using var accounts = new AccountsFixture();
        var budgets = accounts.Services.GetRequiredService<MessageBudgets>();
        var sent = 0;
        for (var hour = 0; hour < 12; hour++)
        {
            var inHour = 0;
            for (var i = 0; i < 20; i++)
            {
                inHour += await budgets.Take($"{Guid.NewGuid():N}", StoredPhone, System.Net.IPAddress.Parse($"198.51.{hour}.{i}")) ? 1 : 0;
            }
            Assert.InRange(inHour, 1, MessageBudgets.OfRecipient.PerHour);
            sent += inHour;
            accounts.Time.Advance(TimeSpan.FromHours(1));
        }
        Assert.InRange(sent, 12, MessageBudgets.OfRecipient.PerDay + 12);
    }

    [Fact]
    [Attack("An attacker guesses codes with a new code after each five guesses")]
    public async Task Nobody_guesses_on_with_new_codes_without_growing_pauses()
    {
        using var accounts = new AccountsFixture();
        var id = await accounts.SignedUp();
        var pauses = new List<TimeSpan>();
        for (var round = 0; round < 3; round++)
        {
            var code = await Sent(accounts, id);
            for (var i = 0; i < 5; i++)
            {
                Assert.False(await Accepts(accounts, id, code == "000000" ? "000001" : "000000"));
            }
            Assert.False(await Accepts(accounts, id, code));
            var waited = TimeSpan.Zero;
            while (!await Send(accounts, id))
            {
                waited += TimeSpan.FromMinutes(1);
                Assert.InRange(waited.TotalMinutes, 0, 60);
                accounts.Time.Advance(TimeSpan.FromMinutes(1));
            }
            pauses.Add(waited);
        }
        Assert.Equal([1, 5, 25], pauses.Select(pause => pause.TotalMinutes));
    }

    [Theory]
    [InlineData("+8816 1234 5678")]
    [InlineData("+870 773 123 456")]
    [InlineData("+979 123 456 789")]
    [InlineData("+81 90 1234 5678")]
    [InlineData("060-700-1234")]
    [InlineData("1588-0000")]
    [Attack("Codes are sent to satellite, premium or foreign numbers")]
    public async Task Nobody_makes_a_portal_send_messages_to_an_expensive_or_foreign_number(string phone)
    {
        using var accounts = new AccountsFixture();
        var form = new SignUpForm
        {
            Name = "김주인",
            Email = "owner@example.com",
            Phone = phone,
            Password = AccountsFixture.Password,
        };
        var wrong = await accounts.Request(request => Task.FromResult(request.GetRequiredService<SignUp>().Check(form)));
        Assert.Equal([nameof(form.Phone)], wrong.Keys);
    }

    [Fact]
    [Attack("A stolen database reveals one-time codes by trying all million")]
    public async Task Nobody_computes_a_code_quickly_from_its_stored_hash()
    {
        using var accounts = new AccountsFixture();
        var id = await accounts.SignedUp();
        var code = await Sent(accounts, id);
        var stored = await accounts.Request(request =>
            request.GetRequiredService<AccountsDatabase>().Codes.AsNoTracking().SingleAsync(row => row.AccountId == id)
        );
        // Version 3 of ASP.NET Identity: PBKDF2 with a salt and the number of rounds.
        var hash = Convert.FromBase64String(Encoding.ASCII.GetString(stored.Hash));
        Assert.Equal(1, hash[0]);
        Assert.True(System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(hash.AsSpan(5)) >= 100_000);
        Assert.True(await Accepts(accounts, id, code));
        Assert.False(await Accepts(accounts, id, code));
    }

    [Fact]
    public async Task A_code_that_an_earlier_release_stored_is_still_accepted()
    {
        using var accounts = new AccountsFixture();
        var id = await accounts.SignedUp();
        await Sent(accounts, id);
        var earlier = SHA256.HashData(Encoding.UTF8.GetBytes($"{id:N}:{CodePurpose.FacilityPhone}::123456"));
        await accounts.Request(request =>
            request
                .GetRequiredService<AccountsDatabase>()
                .Codes.Where(row => row.AccountId == id)
                .ExecuteUpdateAsync(row => row.SetProperty(c => c.Hash, earlier))
        );
        Assert.True(await Accepts(accounts, id, "123456"));
    }

    private static async Task<int> Flood(AccountsFixture accounts, Func<int, string> from)
    {
        var sent = 0;
        for (var i = 0; i < 12; i++)
        {
            var id = await accounts.Begun($"flood-{Guid.NewGuid():N}@example.com", Phone, from: from(i));
            sent += accounts.Inbox.Of(id).Count(message => message.To == StoredPhone);
        }
        return sent;
    }

    private static Task<bool> Send(AccountsFixture accounts, Guid id) =>
        accounts.Request(request => request.GetRequiredService<OneTimeCodes>().Send(id, CodePurpose.FacilityPhone, "+8225551234"));

    private static async Task<string> Sent(AccountsFixture accounts, Guid id)
    {
        if (accounts.Inbox.Of(id).All(message => message.To != "+8225551234"))
        {
            Assert.True(await Send(accounts, id));
        }
        return AccountsFixture.Code(accounts.Inbox.Of(id)[0].Text);
    }

    private static Task<bool> Accepts(AccountsFixture accounts, Guid id, string code) =>
        accounts.Request(request => request.GetRequiredService<OneTimeCodes>().Accepts(id, CodePurpose.FacilityPhone, code));
}
