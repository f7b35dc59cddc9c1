using System.Net.Mail;
using KiPass.Portal.Shared.Accounts.Events;
using KiPass.Portal.Shared.Accounts.Messages;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace KiPass.Portal.Shared.Accounts;

/// <summary>The input of the sign-up form.</summary>
public sealed class SignUpForm
{
    public string Name { get; set; } = "";

    public string Email { get; set; } = "";

    public string Phone { get; set; } = "";

    public string Password { get; set; } = "";
}

/// <summary>Creates accounts. An account becomes active after its e-mail address and phone number are verified.</summary>
public sealed class SignUp(
    UserManager<Account> accounts,
    OneTimeCodes codes,
    IMessageSender messages,
    IAccountAudit audit,
    TimeProvider time
)
{
    /// <summary>Validates the form. Returns a resource key for each invalid field; empty if the form is valid.</summary>
    public static Dictionary<string, string> Check(SignUpForm form)
    {
        var wrong = new Dictionary<string, string>();
        if (form.Name.Trim().Length is 0 or > 100)
        {
            wrong[nameof(form.Name)] = "Enter your name.";
        }
        if (
            !MailAddress.TryCreate(form.Email.Trim(), out var mail)
            || mail.Address.Length > 200
            || !mail.Host.Contains('.', StringComparison.Ordinal)
        )
        {
            wrong[nameof(form.Email)] = "Enter an e-mail address, for example name@example.com.";
        }
        if (Accounts.Phone.Parse(form.Phone) is null)
        {
            wrong[nameof(form.Phone)] = "Enter a phone number, for example 010-1234-5678.";
        }
        if (CheckPassword(form.Password) is { } password)
        {
            wrong[nameof(form.Password)] = password;
        }
        return wrong;
    }

    /// <summary>Validates a new password. Returns a resource key, or null if the password is valid.</summary>
    public static string? CheckPassword(string password) =>
        password.Length < AccountServices.PasswordLength ? "Use at least 12 characters. A sentence is a good password."
        : password.Length > 200 ? "Use at most 200 characters."
        : password.Distinct().Count() < 5 ? "Use at least 5 different characters."
        : null;

    /// <summary>
    /// Creates the account and sends both codes. If the e-mail address already has an account, the visible result is the same, so that
    /// nobody can find out which addresses have accounts.
    /// </summary>
    /// <returns>ID of the account that waits for its codes.</returns>
    public async Task<Guid> Begin(SignUpForm form, AccountRole role, string district = "")
    {
        var account = new Account
        {
            Id = Guid.NewGuid(),
            Name = form.Name.Trim(),
            UserName = form.Email.Trim(),
            Email = form.Email.Trim(),
            PhoneNumber = Accounts.Phone.Parse(form.Phone),
            StaffPhone = role == AccountRole.Owner ? null : Accounts.Phone.Parse(form.Phone),
            Role = role,
            District = district,
            CreatedAt = time.GetUtcNow(),
        };
        // An unverified account must not block the real owner of the e-mail address.
        if (await accounts.FindByEmailAsync(account.Email) is { EmailConfirmed: false } unproven)
        {
            await accounts.DeleteAsync(unproven);
        }
        if (!await Create(account, form.Password))
        {
            await messages.Send(
                account.Id,
                account.Email,
                "[KiPass] 이미 가입된 주소입니다. 로그인해 주십시오. · This address has an account: sign in."
            );
            return account.Id;
        }
        await codes.Send(account, CodePurpose.Email);
        await codes.Send(account, CodePurpose.Phone);
        return account.Id;
    }

    /// <summary>Checks both codes. A correct code counts even if the other one is wrong.</summary>
    public async Task<(Account? Account, bool Email, bool Phone)> Confirm(Guid accountId, string emailCode, string phoneCode)
    {
        var account = await accounts.FindByIdAsync(accountId.ToString());
        if (account is null)
        {
            return (null, false, false);
        }
        account.EmailConfirmed |= await codes.Accepts(accountId, CodePurpose.Email, emailCode);
        account.PhoneNumberConfirmed |= await codes.Accepts(accountId, CodePurpose.Phone, phoneCode);
        await accounts.UpdateAsync(account);
        if (account is { EmailConfirmed: true, PhoneNumberConfirmed: true })
        {
            await audit.Record(AccountEventKind.Verified, accountId);
        }
        return (account, account.EmailConfirmed, account.PhoneNumberConfirmed);
    }

    /// <summary>Sends the codes that were not entered yet again.</summary>
    public async Task SendAgain(Guid accountId)
    {
        if (await accounts.FindByIdAsync(accountId.ToString()) is not { } account)
        {
            return;
        }
        if (!account.EmailConfirmed)
        {
            await codes.Send(account, CodePurpose.Email);
        }
        if (!account.PhoneNumberConfirmed)
        {
            await codes.Send(account, CodePurpose.Phone);
        }
    }

    private async Task<bool> Create(Account account, string password)
    {
        try
        {
            return (await accounts.CreateAsync(account, password)).Succeeded;
        }
        catch (DbUpdateException)
        {
            // Two concurrent sign-ups with the same address: the unique index accepts only one.
            return false;
        }
    }
}
