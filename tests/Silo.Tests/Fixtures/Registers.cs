using KiPass.Silo.Tests.Hosting;
using KiPass.Testing;

[assembly: AssemblyFixture(typeof(Registers))]

namespace KiPass.Silo.Tests.Fixtures;

public enum Store
{
    Sqlite,
    Postgres,
}

/// <summary>One running register a store, for all tests that need no other than a working one.</summary>
public sealed class Registers : IAsyncLifetime
{
    private readonly Dictionary<Store, RegisterUnderTest> running = [];

    internal RegisterUnderTest On(Store store) => running[store];

    public async ValueTask InitializeAsync()
    {
        running[Store.Sqlite] = await RegisterUnderTest.Start(Store.Sqlite);
        running[Store.Postgres] = await RegisterUnderTest.Start(Store.Postgres);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var register in running.Values)
        {
            await register.DisposeAsync();
        }
    }
}
