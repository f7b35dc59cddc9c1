namespace KiPass.Grains.Hosting;

/// <summary>
/// Refuses Orleans clients (the portals) every grain interface that is not in Contracts: tokens, visitors, admission. The silo's own host
/// calls them as a client too, the <em>hosted</em> one.
/// </summary>
/// <remarks>
/// A client that forges its id in the protocol gets no answer, because answers go to the id that it forged, but its call is run. So the
/// gateway listens on a private address and, between machines, asks for a certificate.
/// </remarks>
internal sealed class InternalGrainFilter : IIncomingGrainCallFilter
{
    private static ReadOnlySpan<byte> HostedPrefix => "hosted-"u8;

    public Task Invoke(IIncomingGrainCallContext context) =>
        context.SourceId is { } source
        && IsForeignClient(source)
        && context.Request.GetInterfaceType().Assembly == typeof(InternalGrainFilter).Assembly
            ? Task.FromException(new UnauthorizedAccessException("This grain is called from inside the register only."))
            : context.Invoke();

    internal static bool IsForeignClient(GrainId source) => source.IsClient() && !source.Key.AsSpan().StartsWith(HostedPrefix);
}
