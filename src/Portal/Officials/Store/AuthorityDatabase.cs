using System.Text.Json;
using KiPass.Portal.Shared.Accounts;
using KiPass.Tokens;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace KiPass.Portal.Officials.Store;

/// <summary>
/// The authority's cases, orders, sealed results and audit log. The schema is in <c>deploy/sql/authority</c>. A test compares it with this
/// model.
/// </summary>
internal sealed class AuthorityDatabase(DbContextOptions<AuthorityDatabase> options) : DbContext(options)
{
    public DbSet<CaseRow> Cases => Set<CaseRow>();

    public DbSet<TraceOrderRow> Orders => Set<TraceOrderRow>();

    public DbSet<ApprovalRow> Approvals => Set<ApprovalRow>();

    public DbSet<SealRow> Seals => Set<SealRow>();

    public DbSet<MarkRow> Marks => Set<MarkRow>();

    public DbSet<FollowUpRow> FollowUps => Set<FollowUpRow>();

    public DbSet<KeyRow> Keys => Set<KeyRow>();

    public DbSet<HeadRow> Heads => Set<HeadRow>();

    public DbSet<StaffProposalRow> StaffProposals => Set<StaffProposalRow>();

    public DbSet<EarlierStepRow> EarlierSteps => Set<EarlierStepRow>();

    public DbSet<AuditRow> Audit => Set<AuditRow>();

    protected override void OnModelCreating(ModelBuilder builder)
    {
        builder.Entity<CaseRow>().ToTable("trace_case");

        var order = builder.Entity<TraceOrderRow>().ToTable("trace_order");
        order.Property(row => row.State).HasConversion<string>();
        order.Property(row => row.Kind).HasConversion<string>();
        order.Property(row => row.Version).IsConcurrencyToken();
        order.Property(row => row.Dwell).HasConversion(Json<Dictionary<string, int>>(), Same<Dictionary<string, int>>());
        order.Property(row => row.Issuers).HasConversion(Json<List<ushort>>(), Same<List<ushort>>());
        order.Property(row => row.Progress).HasConversion(progress => progress.Write(), stored => KnownProgress.Read(stored));

        builder.Entity<ApprovalRow>().ToTable("trace_approval").HasKey(row => new { row.OrderId, row.By });
        builder.Entity<SealRow>().ToTable("trace_seal").HasKey(row => new { row.OrderId, row.Issuer });
        builder.Entity<MarkRow>().ToTable("trace_mark").HasKey(row => new { row.OrderId, row.Row });
        var followUp = builder.Entity<FollowUpRow>().ToTable("trace_follow_up");
        followUp.HasKey(row => new { row.OrderId, row.Row });
        followUp.Property(row => row.Version).IsConcurrencyToken();
        builder.Entity<KeyRow>().ToTable("encryption_key").HasKey(row => row.Thumbprint);
        builder.Entity<HeadRow>().ToTable("known_head").HasKey(row => new { row.Side, row.Count });

        var proposal = builder.Entity<StaffProposalRow>().ToTable("staff_proposal");
        proposal.Property(row => row.Kind).HasConversion<string>();
        proposal.Property(row => row.State).HasConversion<string>();
        proposal.Property(row => row.Role).HasConversion<string>();
        proposal.Property(row => row.Version).IsConcurrencyToken();
        var step = builder.Entity<EarlierStepRow>().ToTable("earlier_step");
        step.HasKey(row => new
        {
            row.Action,
            row.Id,
            row.By,
            row.Device,
        });
        step.Property(row => row.Action).HasConversion<string>();

        var audit = builder.Entity<AuditRow>().ToTable("trace_audit");
        audit.HasKey(row => row.Number);
        audit.Property(row => row.Number).ValueGeneratedNever();
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder conventions)
    {
        conventions.StoreTimesAsMilliseconds();
        conventions.Properties<KoreanDay>().HaveConversion<DayNumber>();
    }

    private static ValueConverter<T, string> Json<T>() =>
        new(
            value => JsonSerializer.Serialize(value, JsonSerializerOptions.Default),
            stored => JsonSerializer.Deserialize<T>(stored, JsonSerializerOptions.Default)!
        );

    private static ValueComparer<T> Same<T>() =>
        new(
            (one, other) =>
                JsonSerializer.Serialize(one, JsonSerializerOptions.Default)
                == JsonSerializer.Serialize(other, JsonSerializerOptions.Default),
            value => JsonSerializer.Serialize(value, JsonSerializerOptions.Default).GetHashCode(StringComparison.Ordinal),
            value =>
                JsonSerializer.Deserialize<T>(
                    JsonSerializer.Serialize(value, JsonSerializerOptions.Default),
                    JsonSerializerOptions.Default
                )!
        );

    private sealed class DayNumber() : ValueConverter<KoreanDay, int>(day => day.Number, stored => new KoreanDay(stored));
}
