namespace KiPass.Portal.Hosting;

/// <summary>Which half of the portal a process serves. One process serves one: the halves belong to different trust domains.</summary>
internal enum PortalArea
{
    /// <summary>Facility owners (사업주); the register's domain.</summary>
    Owners,

    /// <summary>Officials (방역당국); the authority's domain.</summary>
    Officials,
}

/// <summary>Pages and endpoints that exist in one area only; in the other they answer 404.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class OfAreaAttribute(PortalArea area) : Attribute
{
    public PortalArea Area { get; } = area;
}
