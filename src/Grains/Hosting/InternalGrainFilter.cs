namespace KiPass.Grains.Hosting;

/// <summary>
/// Refuses Orleans clients (the portals) access to every grain interface outside Contracts: tokens, visitors, admission. The silo's own
/// host also calls grains as a client, the <em>hosted</em> client.
/// </summary>
/// <remarks>
/// A client that forges its id gets no answer, because answers go to the forged id, but its call is executed. Therefore the gateway listens
/// on a private address and requires a client certificate between machines.
/// </remarks>
internal sealed class InternalGrainFilter : IIncomingGrainCallFilter
{
    private static ReadOnlySpan<byte> HostedPrefix => "hosted-"u8;

    public Task Invoke(IIncomingGrainCallContext context) =>
        context.SourceId is { } source
        && IsForeignClient(source)
        && context.Request.GetInterfaceType().Assembly == typeof(InternalGrainFilter).Assembly
            ? Task.FromException(new UnauthorizedAccessException("This grain can only be called from inside the register."))
            : context.Invoke();

    internal static bool IsForeignClient(GrainId source) => source.IsClient() && !source.Key.AsSpan().StartsWith(HostedPrefix);
}
