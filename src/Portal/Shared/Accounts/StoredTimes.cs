using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace KiPass.Portal.Shared.Accounts;

/// <summary>Defines how the portals' databases store times.</summary>
public static class StoredTimes
{
    /// <summary>
    /// Stores times as milliseconds since 1970-01-01 UTC, because SQLite can neither compare nor sort a <see cref="DateTimeOffset"/>.
    /// </summary>
    public static void StoreTimesAsMilliseconds(this ModelConfigurationBuilder conventions) =>
        conventions.Properties<DateTimeOffset>().HaveConversion<UnixMilliseconds>();

    private sealed class UnixMilliseconds()
        : ValueConverter<DateTimeOffset, long>(
            time => time.ToUnixTimeMilliseconds(),
            stored => DateTimeOffset.FromUnixTimeMilliseconds(stored)
        );
}
