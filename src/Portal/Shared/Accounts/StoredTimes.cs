using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace KiPass.Portal.Shared.Accounts;

/// <summary>How the portals' databases store instants.</summary>
public static class StoredTimes
{
    /// <summary>Milliseconds since 1970: SQLite can neither compare nor sort a <see cref="DateTimeOffset"/>.</summary>
    public static void StoreTimesAsMilliseconds(this ModelConfigurationBuilder conventions) =>
        conventions.Properties<DateTimeOffset>().HaveConversion<UnixMilliseconds>();

    private sealed class UnixMilliseconds()
        : ValueConverter<DateTimeOffset, long>(
            time => time.ToUnixTimeMilliseconds(),
            stored => DateTimeOffset.FromUnixTimeMilliseconds(stored)
        );
}
