using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace KiPass.Portal.Shared.Accounts;

/// <summary>One area's accounts. The schema is in <c>deploy/sql/accounts</c>; a test compares it with this model.</summary>
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
    public DbSet<AccountSession> Sessions => Set<AccountSession>();

    public DbSet<OneTimeCode> Codes => Set<OneTimeCode>();

    public DbSet<Invitation> Invitations => Set<Invitation>();

    public DbSet<ProvenPhone> ProvenPhones => Set<ProvenPhone>();

    public DbSet<ToldObligation> ToldObligations => Set<ToldObligation>();

    protected override Version SchemaVersion => IdentitySchemaVersions.Version3;

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.Entity<Account>().ToTable("account").Property(account => account.Role).HasConversion<string>();
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

        var proven = builder.Entity<ProvenPhone>().ToTable("proven_phone");
        proven.HasKey(row => new { row.AccountId, row.Number });
        proven.HasOne<Account>().WithMany().HasForeignKey(row => row.AccountId).OnDelete(DeleteBehavior.Cascade);

        var told = builder.Entity<ToldObligation>().ToTable("told_obligation");
        told.HasKey(row => new { row.AccountId, row.FacilityId });
        told.HasOne<Account>().WithMany().HasForeignKey(row => row.AccountId).OnDelete(DeleteBehavior.Cascade);

        builder.Entity<Invitation>().ToTable("invitation").Property(row => row.Role).HasConversion<string>();
    }

    // SQLite can neither compare nor sort a DateTimeOffset; milliseconds since 1970 do both, in either database.
    protected override void ConfigureConventions(ModelConfigurationBuilder conventions) =>
        conventions.Properties<DateTimeOffset>().HaveConversion<UnixMilliseconds>();

    private sealed class UnixMilliseconds()
        : ValueConverter<DateTimeOffset, long>(
            time => time.ToUnixTimeMilliseconds(),
            stored => DateTimeOffset.FromUnixTimeMilliseconds(stored)
        );
}
