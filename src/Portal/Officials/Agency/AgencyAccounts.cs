using System.Security.Claims;
using KiPass.Contracts.Facilities;
using KiPass.Portal.Officials.Access;
using KiPass.Portal.Officials.Store;
using KiPass.Portal.Shared.Accounts;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace KiPass.Portal.Officials.Agency;

/// <summary>Outcome of a sign-in at the agency.</summary>
internal enum AgencyOutcome
{
    SignedIn,

    /// <summary>The provider refused, or its answer is not authentic, too old or was used before.</summary>
    Failed,

    /// <summary>The claims do not prove a second factor.</summary>
    NoSecondFactor,

    /// <summary>No role, or more than one.</summary>
    NoRole,

    /// <summary>No jurisdiction, or one that does not exist.</summary>
    NoDistrict,

    /// <summary>No verified e-mail address.</summary>
    NoEmail,

    /// <summary>The e-mail address or phone number belongs to another account.</summary>
    OtherAccount,

    /// <summary>An administrator has disabled the account.</summary>
    Disabled,
}

/// <summary>
/// Creates and updates the account of a person whom the agency's provider has authenticated. The account is found by issuer and subject, never
/// by name. Role and jurisdiction are those of the claims. If they change, earlier sessions end.
/// </summary>
internal sealed class AgencyAccounts(Ledger ledger, AgencySettings settings)
{
    /// <summary>Finds, creates or updates the account.</summary>
    /// <param name="principal">The validated ID token.</param>
    /// <returns>The outcome; with <see cref="AgencyOutcome.SignedIn"/>, the ID of the account.</returns>
    public async Task<(AgencyOutcome Outcome, Guid AccountId)> Enter(ClaimsPrincipal principal)
    {
        var (outcome, person) = Read(principal);
        return person is null
            ? (outcome, default)
            : await ledger.Change(entries => Store(entries, person), overtaken: (AgencyOutcome.Failed, default));
    }

    private (AgencyOutcome Outcome, AgencyPerson? Person) Read(ClaimsPrincipal principal)
    {
        string? One(string type) => principal.FindFirstValue(type) is { Length: > 0 } value ? value : null;
        bool Verified(string type) => string.Equals(One(type), "true", StringComparison.OrdinalIgnoreCase);
        var email = Verified("email_verified") ? One("email") : null;
        var phone = Verified("phone_number_verified") ? Phone.Parse(One("phone_number")) : null;
        if (!settings.ProvesSecondFactor(One("acr"), principal.FindAll("amr").Select(claim => claim.Value)))
        {
            return (AgencyOutcome.NoSecondFactor, null);
        }
        if (settings.RoleOf(principal.FindAll(settings.RoleClaim).Select(claim => claim.Value)) is not { } role)
        {
            return (AgencyOutcome.NoRole, null);
        }
        if (One(settings.DistrictClaim) is not { } district || !IsDistrict(district))
        {
            return (AgencyOutcome.NoDistrict, null);
        }
        return email is null or { Length: > 200 } || One("iss") is not { } issuer || One("sub") is not { } subject
            ? (AgencyOutcome.NoEmail, null)
            : (AgencyOutcome.SignedIn, new AgencyPerson(issuer, subject, One("name") ?? email, email, phone, role, district));
    }

    private static async Task<(AgencyOutcome Outcome, Guid AccountId)> Store(Ledger.Entries entries, AgencyPerson person)
    {
        await using var accounts = await entries.Accounts();
        var login = await accounts.UserLogins.FirstOrDefaultAsync(row =>
            row.LoginProvider == person.Issuer && row.ProviderKey == person.Subject
        );
        var account = login is null ? null : await accounts.Users.FirstAsync(row => row.Id == login.UserId);
        var others = await accounts.Users.Where(row => account == null || row.Id != account.Id).ToListAsync();
        var mailbox = Mailbox.Of(person.Email);
        var same = others.Find(row => Mailbox.Of(row.Email) == mailbox);
        if (account is null && same is { EmailConfirmed: true } && !await accounts.UserLogins.AnyAsync(row => row.UserId == same.Id))
        {
            // A local account from before the agency's sign-in: the same verified address, and no other person of the provider has it.
            account = same;
            others.Remove(same);
            same = null;
        }
        var own = account?.Id ?? Guid.Empty;
        if (same is not null || (person.Phone is not null && await StaffPhones.IsTaken(accounts, person.Phone, own)))
        {
            return (AgencyOutcome.OtherAccount, default);
        }
        if (account is { DisabledAt: not null })
        {
            return (AgencyOutcome.Disabled, default);
        }
        var isNew = account is null;
        account ??= new Account { Id = Guid.NewGuid(), CreatedAt = entries.Now };
        if (person.Phone is not null)
        {
            await StaffPhones.Release(accounts, person.Phone, own);
        }
        var isChanged = !isNew && (account.Role, account.District) != (person.Role, person.District);
        Fill(account, person);
        if (isNew)
        {
            accounts.Users.Add(account);
        }
        if (login is null)
        {
            accounts.UserLogins.Add(
                new IdentityUserLogin<Guid>
                {
                    LoginProvider = person.Issuer,
                    ProviderKey = person.Subject,
                    UserId = account.Id,
                }
            );
        }
        if (isNew || isChanged || login is null)
        {
            account.SecurityStamp = $"{Guid.NewGuid():N}";
            entries.Note(
                isNew ? "agency-account-created" : "agency-account-changed",
                null,
                ("by", $"{account.Id}"),
                ("role", $"{person.Role}"),
                ("district", person.District)
            );
        }
        await accounts.SaveChangesAsync();
        if (isChanged)
        {
            await accounts.EndSessions(account.Id);
        }
        return (AgencyOutcome.SignedIn, account.Id);
    }

    private static void Fill(Account account, AgencyPerson person)
    {
        account.Name = person.Name.Length > 100 ? person.Name[..100] : person.Name;
        (account.Email, account.PendingEmail) = (person.Email, null);
        account.NormalizedEmail = person.Email.Normalize().ToUpperInvariant();
        account.UserName ??= $"{account.Id:N}";
        account.NormalizedUserName ??= account.UserName.ToUpperInvariant();
        if (person.Phone is { } phone)
        {
            (account.PhoneNumber, account.StaffPhone) = (phone, phone);
        }
        else if (!account.PhoneNumberConfirmed)
        {
            // Nobody verified the number of an unfinished local sign-up.
            account.PhoneNumber = null;
        }
        (account.EmailConfirmed, account.PhoneNumberConfirmed) = (true, true);
        (account.Role, account.District) = (person.Role, person.District);
        account.TwoFactorEnabled = true;
    }

    private static bool IsDistrict(string code) =>
        code == "*" || Districts.Find(code) is not null || Districts.Provinces.Any(province => province.Code == code);

    private sealed record AgencyPerson(
        string Issuer,
        string Subject,
        string Name,
        string Email,
        string? Phone,
        AccountRole Role,
        string District
    );
}
