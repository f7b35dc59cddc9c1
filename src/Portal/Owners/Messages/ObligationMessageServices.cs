namespace KiPass.Portal.Owners.Messages;

/// <summary>Registers the services that send messages to owners about their obligations.</summary>
internal static class ObligationMessageServices
{
    public static void AddObligationMessages(this IServiceCollection services) =>
        services.AddScoped<ObligationMessageText>().AddScoped<ObligationMessageSweep>().AddHostedService<ObligationMessageWorker>();
}
