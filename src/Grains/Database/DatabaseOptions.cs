namespace KiPass.Grains.Database;

/// <summary>The part of the section <c>Register</c> that says where the register's data is stored and to which cluster it belongs.</summary>
internal class DatabaseOptions
{
    public const string Section = "Register";

    /// <summary>The register's folder: keys, trusted peers and, with SQLite, the data.</summary>
    public string Data { get; set; } = "";

    /// <summary>One PostgreSQL connection string per role; null: SQLite in <see cref="Data"/>.</summary>
    public RegisterPostgres? Postgres { get; set; }

    /// <summary>Name of the cluster. A database accepts silos of one cluster only.</summary>
    public string ClusterId { get; set; } = "kipass";

    /// <summary>Name of the Orleans service. A database accepts silos of one service only.</summary>
    public string ServiceId { get; set; } = "kipass";

    /// <summary>
    /// Thumbprint (RFC 7638) of a signing key that replaces the key recorded in the database; null: a silo with a different key does not
    /// start.
    /// </summary>
    public string? AcceptSigningKey { get; set; }
}
