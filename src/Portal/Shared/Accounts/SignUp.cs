using System.Net;
using System.Net.Mail;
using KiPass.Portal.Shared.Accounts.Events;
using KiPass.Portal.Shared.Settings;
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

/// <summary>
/// Creates accounts. An account gets its e-mail address and becomes active after the address and the phone number are verified. Until then
/// it reserves nothing: any number of sign-ups can name the same address, and none affects another.
/// </summary>
public sealed class SignUp(
    UserManager<Account> accounts,
    AccountsDatabase database,
    OneTimeCodes codes,
    DeferredWork deferred,
    PortalSettings settings,
    IHttpContextAccessor http,
    IAccountAudit audit,
    TimeProvider time
)
{
    private static readonly TimeSpan PendingLife = TimeSpan.FromDays(1);

    /// <summary>Validates the form. Returns a resource key for each invalid field; empty if the form is valid.</summary>
    public Dictionary<string, string> Check(SignUpForm form)
    {
        var wrong = new Dictionary<string, string>();
        if (form.Name.Trim().Length is 0 or > 100)
        {
            wrong[nameof(form.Name)] = "Enter your name.";
        }
        if (!IsAddress(form.Email))
        {
            wrong[nameof(form.Email)] = "Enter an e-mail address, for example name@example.com.";
        }
        if (Accounts.Phone.Parse(form.Phone) is not { } phone)
        {
            wrong[nameof(form.Phone)] = "Enter a phone number, for example 010-1234-5678.";
        }
        else if (!Accounts.Phone.Reaches(phone, settings.PhoneCountries))
        {
            wrong[nameof(form.Phone)] = "We cannot send messages to this number. Enter a mobile number of an allowed country.";
        }
        if (CheckPassword(form.Password) is { } password)
        {
            wrong[nameof(form.Password)] = password;
        }
        return wrong;
    }

    /// <summary>Whether a typed text is an e-mail address.</summary>
    public static bool IsAddress(string typed) =>
        MailAddress.TryCreate(typed.Trim(), out var mail)
        && mail.Address.Length <= 200
        && mail.Host.Contains('.', StringComparison.Ordinal);

    /// <summary>Validates a new password. Returns a resource key, or null if the password is valid.</summary>
    public static string? CheckPassword(string password) =>
        password.Length < AccountServices.PasswordLength ? "Use at least 12 characters. A sentence is a good password."
        : password.Length > 200 ? "Use at most 200 characters."
        : password.Distinct().Count() < 5 ? "Use at least 5 different characters."
        : null;

    /// <summary>
    /// Creates the account and sends both codes. If the e-mail address already has an account, its owner is told instead, and everything
    /// else is the same, so that nobody can find out which addresses have accounts.
    /// </summary>
    /// <returns>ID of the account that waits for its codes.</returns>
    public async Task<Guid> Begin(SignUpForm form, AccountRole role, string district = "")
    {
        var (id, now, from) = (Guid.NewGuid(), time.GetUtcNow(), From);
        var account = new Account
        {
            Id = id,
            Name = form.Name.Trim(),
            UserName = $"{id:N}",
            NormalizedUserName = accounts.NormalizeName($"{id:N}"),
            PendingEmail = form.Email.Trim(),
            PhoneNumber = Accounts.Phone.Parse(form.Phone),
            Role = role,
            District = district,
            CreatedAt = now,
            LockoutEnabled = true,
            SecurityStamp = Secrets.New(),
        };
        account.PasswordHash = accounts.PasswordHasher.HashPassword(account, form.Password);
        var abandoned = now - PendingLife;
        await database.Users.Where(row => row.PendingEmail != null && row.CreatedAt < abandoned).ExecuteDeleteAsync();
        database.Users.Add(account);
        await database.SaveChangesAsync();
        await deferred.Run(services => services.GetRequiredService<SignUp>().Send(id, from));
        return id;
    }

    /// <summary>
    /// Checks both codes. A correct code counts even if the other one is wrong. The phone of a staff account is not accepted if another
    /// staff account has it.
    /// </summary>
    public async Task<(Account? Account, bool Email, bool Phone)> Confirm(Guid accountId, string emailCode, string phoneCode)
    {
        var account = await accounts.FindByIdAsync(accountId.ToString());
        if (account is null)
        {
            return (null, false, false);
        }
        var wasVerified = account is { EmailConfirmed: true, PhoneNumberConfirmed: true };
        if (!account.PhoneNumberConfirmed && await codes.Accepts(accountId, CodePurpose.Phone, phoneCode))
        {
            await PhoneVerified(account);
        }
        if (!account.EmailConfirmed && await codes.Accepts(accountId, CodePurpose.Email, emailCode))
        {
            await Verified(account);
            // Another staff account may have taken over the phone since this one was read.
            await database.Entry(account).ReloadAsync();
            if (database.Entry(account).State == EntityState.Detached)
            {
                return (null, false, false);
            }
        }
        if (!wasVerified && account is { EmailConfirmed: true, PhoneNumberConfirmed: true })
        {
            await audit.Record(AccountEventKind.Verified, accountId);
        }
        return (account, account.EmailConfirmed, account.PhoneNumberConfirmed);
    }

    /// <summary>Sends the codes that were not entered yet again.</summary>
    public Task SendAgain(Guid accountId)
    {
        var from = From;
        return deferred.Run(services => services.GetRequiredService<SignUp>().Send(accountId, from));
    }

    private IPAddress From => http.HttpContext?.Connection.RemoteIpAddress ?? IPAddress.None;

    private async Task Send(Guid accountId, IPAddress from)
    {
        if (await accounts.FindByIdAsync(accountId.ToString()) is not { } account)
        {
            return;
        }
        if (!account.PhoneNumberConfirmed)
        {
            await codes.Send(accountId, CodePurpose.Phone, account.PhoneNumber!, from: from);
        }
        if (account.EmailConfirmed)
        {
            return;
        }
        var email = account.PendingEmail ?? account.Email!;
        if (await accounts.FindByEmailAsync(email) is { EmailConfirmed: true })
        {
            await codes.SendNotice(
                accountId,
                email,
                "[KI-Pass] 이미 가입된 주소입니다. 로그인해 주십시오. · This address has an account: sign in.",
                from
            );
        }
        else
        {
            await codes.Send(accountId, CodePurpose.Email, email, from: from);
        }
    }

    private async Task PhoneVerified(Account account)
    {
        if (account.Role != AccountRole.Owner)
        {
            await StaffPhones.Release(database, account.PhoneNumber, account.Id);
            if (await StaffPhones.IsTaken(database, account.PhoneNumber, account.Id))
            {
                return;
            }
            account.StaffPhone = account.PhoneNumber;
        }
        account.PhoneNumberConfirmed = true;
        try
        {
            await database.SaveChangesAsync();
        }
        catch (DbUpdateException) when (account.StaffPhone is not null)
        {
            // Another staff account claimed the number first: the unique index accepts only one.
            await database.Entry(account).ReloadAsync();
        }
    }

    // Removes sign-ups of earlier releases that named the address without verifying it.
    private async Task Verified(Account account)
    {
        var email = account.PendingEmail ?? account.Email!;
        var normalized = accounts.NormalizeEmail(email);
        await database
            .Users.Where(row => row.NormalizedEmail == normalized && !row.EmailConfirmed && row.Id != account.Id)
            .ExecuteDeleteAsync();
        (account.Email, account.NormalizedEmail) = (email, normalized);
        (account.UserName, account.NormalizedUserName) = (email, accounts.NormalizeName(email));
        (account.PendingEmail, account.EmailConfirmed) = (null, true);
        try
        {
            await database.SaveChangesAsync();
        }
        catch (DbUpdateException)
        {
            // Another sign-up verified the address first: the unique index accepts only one.
            await database.Entry(account).ReloadAsync();
        }
    }
}
