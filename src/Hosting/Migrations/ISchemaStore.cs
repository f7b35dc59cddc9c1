using DbUp.Builder;

namespace KiPass.Hosting.Migrations;

/// <summary>A database whose schema is brought up to date.</summary>
public interface ISchemaStore
{
    /// <summary>For messages: a file, or PostgreSQL.</summary>
    string Place { get; }

    /// <summary>Makes the store ready and keeps other processes out until the answer is disposed of.</summary>
    IDisposable Open();

    /// <summary>Where DbUp applies scripts; its journal is the table <c>schemaversions</c>.</summary>
    UpgradeEngineBuilder Target();
}
