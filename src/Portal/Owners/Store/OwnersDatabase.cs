using KiPass.Portal.Shared.Accounts;
using Microsoft.EntityFrameworkCore;

namespace KiPass.Portal.Owners.Store;

/// <summary>
/// What only the owners' portal keeps about its accounts. The tables are in the database of the accounts and in their scripts
/// (<c>deploy/sql/accounts</c>), which delete the rows with the account; a test compares them with this model.
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
