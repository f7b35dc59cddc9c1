using KiPass.Portal.Shared.Accounts;
using Microsoft.EntityFrameworkCore;

namespace KiPass.Portal.Owners.Store;

/// <summary>
/// Data about accounts that only the owners' portal stores. The tables are in the accounts database and its scripts
/// (<c>deploy/sql/accounts</c>). The rows are deleted with the account. A test compares the scripts with this model.
/// </summary>
internal sealed class OwnersDatabase(DbContextOptions<OwnersDatabase> options) : DbContext(options)
{
    public DbSet<ProvenPhone> ProvenPhones => Set<ProvenPhone>();

    public DbSet<ToldObligation> ToldObligations => Set<ToldObligation>();

    protected override void OnModelCreating(ModelBuilder builder)
    {
        builder.Entity<ProvenPhone>().ToTable("proven_phone").HasKey(row => new { row.AccountId, row.Number });
        builder.Entity<ToldObligation>().ToTable("told_obligation").HasKey(row => new { row.AccountId, row.FacilityId });
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder conventions) => conventions.StoreTimesAsMilliseconds();
}
