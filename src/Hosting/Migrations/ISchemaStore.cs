using DbUp.Builder;

namespace KiPass.Hosting.Migrations;

/// <summary>A database with a schema to migrate.</summary>
public interface ISchemaStore
{
    /// <summary>Description for messages: a file path, or PostgreSQL.</summary>
    string Place { get; }

    /// <summary>Prepares the store and locks out other processes until the result is disposed.</summary>
    IDisposable Open();

    /// <summary>Called after the scripts, in the same turn.</summary>
    void Finish();

    /// <summary>Target of DbUp's scripts. Its journal is the table <c>schemaversions</c>.</summary>
    UpgradeEngineBuilder Target();
}
