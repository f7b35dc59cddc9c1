namespace KiPass.Portal.Shared.Telemetry;

/// <summary>Gives each call of the register its span.</summary>
internal sealed class RegisterCallSpans : IOutgoingGrainCallFilter
{
    public async Task Invoke(IOutgoingGrainCallContext context)
    {
        using var span = PortalSpans.RegisterCall($"{context.InterfaceName.Split('.')[^1]}.{context.MethodName}");
        try
        {
            await context.Invoke();
            span.Ended("answered");
        }
        catch (Exception failure)
        {
            span.Ended(failure.GetType().Name);
            throw;
        }
    }
}
