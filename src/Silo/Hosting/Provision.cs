using KiPass.Grains.Database;
using KiPass.Grains.Database.Postgres;
using KiPass.Grains.Hosting;

namespace KiPass.Silo.Hosting;

/// <summary>
/// The one-shot verb <c>provision --postgres URL --database NAME --Register:Data DIR</c>: makes database and roles with a superuser's URL and
/// keeps the roles' passwords in <c>DIR/settings.json</c>.
/// </summary>
internal static class Provision
{
    private const string DataName = $"{RegisterOptions.Section}:{nameof(RegisterOptions.Data)}";

    public static async Task<int> Run(string[] args)
    {
        var settings = new ConfigurationBuilder().AddCommandLine(args).Build();
        await RegisterProvisioning.ProvisionInto(Need(DataName), Need("postgres"), Need("database"), CancellationToken.None);
        return 0;

        string Need(string name) =>
            settings[name] is { Length: > 0 } value ? value : throw new RegisterStartException($"provision: --{name} is missing.");
    }
}
