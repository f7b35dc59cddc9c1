namespace KiPass.Contracts.Access;

/// <summary>
/// Opens a grain method to the portals, over HTTPS. A method without this attribute can only be called inside the register.
/// </summary>
/// <param name="roles">Roles that may call it, from either portal. Each call is also checked by the grain itself.</param>
/// <remarks>
/// A method with a <see cref="Caller"/> parameter is called for an account, and the register fills the parameter from the verified call token.
/// A method without it is called by the portal itself (<see cref="CallerRole.OwnersPortal"/>, <see cref="CallerRole.AuthorityPortal"/>).
/// </remarks>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OpenToAttribute(params CallerRole[] roles) : Attribute
{
    /// <summary>Room for the members of a body beside a file.</summary>
    public const int OtherBytes = 16 * 1024;

    /// <summary>Roles that may call it.</summary>
    public IReadOnlyList<CallerRole> Roles { get; } = roles;

    /// <summary>Maximum size of the request's body. The default is 256 KiB.</summary>
    public int MaxBodyBytes { get; set; } = 256 * 1024;
}
