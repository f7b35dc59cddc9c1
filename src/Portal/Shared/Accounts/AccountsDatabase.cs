using KiPass.Portal.Shared.Accounts.Events;
using KiPass.Portal.Shared.Accounts.Limits;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace KiPass.Portal.Shared.Accounts;

/// <summary>The accounts of one portal. The schema is in <c>deploy/sql/accounts</c>. A test compares it with this model.</summary>
public sealed class AccountsDatabase(DbContextOptions<AccountsDatabase> options)
    : IdentityUserContext<
        Account,
        Guid,
        IdentityUserClaim<Guid>,
        IdentityUserLogin<Guid>,
        IdentityUserToken<Guid>,
        IdentityUserPasskey<Guid>
    >(options)
{
    internal DbSet<AccountSession> Sessions => Set<AccountSession>();

    internal DbSet<OneTimeCode> Codes => Set<OneTimeCode>();

    internal DbSet<ResetLink> ResetLinks => Set<ResetLink>();

    internal DbSet<LimitCounter> Counters => Set<LimitCounter>();

    public DbSet<Invitation> Invitations => Set<Invitation>();

    internal DbSet<AccountEvent> Events => Set<AccountEvent>();

    protected override Version SchemaVersion => IdentitySchemaVersions.Version3;

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        var account = builder.Entity<Account>().ToTable("account");
        account.Property(row => row.Role).HasConversion<string>();
        account.HasIndex(row => row.StaffPhone).IsUnique();
        builder.Entity<IdentityUserClaim<Guid>>().ToTable("account_claim");
        builder.Entity<IdentityUserLogin<Guid>>().ToTable("account_login");
        builder.Entity<IdentityUserToken<Guid>>().ToTable("account_token");

        var passkey = builder.Entity<IdentityUserPasskey<Guid>>().ToTable("account_passkey");
        passkey.HasKey(row => row.CredentialId);
        passkey.Property(row => row.CredentialId).HasMaxLength(1024);
        passkey.OwnsOne(row => row.Data).ToJson();
        passkey.HasOne<Account>().WithMany().HasForeignKey(row => row.UserId).OnDelete(DeleteBehavior.Cascade);

        var session = builder.Entity<AccountSession>().ToTable("account_session");
        session.HasIndex(row => row.AccountId);
        session.HasOne<Account>().WithMany().HasForeignKey(row => row.AccountId).OnDelete(DeleteBehavior.Cascade);

        var code = builder.Entity<OneTimeCode>().ToTable("one_time_code");
        code.HasKey(row => new { row.AccountId, row.Purpose });
        code.Property(row => row.Purpose).HasConversion<string>();
        code.HasOne<Account>().WithMany().HasForeignKey(row => row.AccountId).OnDelete(DeleteBehavior.Cascade);

        var link = builder.Entity<ResetLink>().ToTable("reset_link");
        link.HasIndex(row => row.AccountId);
        link.HasOne<Account>().WithMany().HasForeignKey(row => row.AccountId).OnDelete(DeleteBehavior.Cascade);

        var counter = builder.Entity<LimitCounter>().ToTable("limit_counter");
        counter.HasKey(row => row.Key);
        counter.HasIndex(row => row.ExpiresAt);

        builder.Entity<AccountEvent>().ToTable("account_event").Property(row => row.Kind).HasConversion<string>();

        builder.Entity<Invitation>().ToTable("invitation").Property(row => row.Role).HasConversion<string>();
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) =>
        configurationBuilder.StoreTimesAsMilliseconds();
}
