using System.Collections.Immutable;
using System.Reflection;
using System.Text.RegularExpressions;

namespace KiPass.Contracts.Access;

/// <summary>
/// One call that a portal can make: a grain method that is open to it. The route is <c>POST /v1/{owners|authority}/{grain}/{method}</c>, for
/// example <c>/v1/owners/facility/save-draft</c>. The body is an object with the grain's <c>key</c> and the method's arguments without the
/// caller.
/// </summary>
public sealed partial record RegisterCall
{
    /// <summary>Member of the body that holds the grain's key. Keys are not part of the path, because paths are logged.</summary>
    public const string KeyMember = "key";

    private RegisterCall(MethodInfo method, OpenToAttribute open, CallingPortal portal)
    {
        Method = method;
        Portal = portal;
        Roles = [.. open.Roles.Where(role => PortalOf(role) == portal)];
        MaxBodyBytes = open.MaxBodyBytes;
        Path = PathOf(portal, method);
        Arguments = [.. method.GetParameters().Where(parameter => parameter.ParameterType != typeof(Caller))];
        ForAccount = method.GetParameters().Any(parameter => parameter.ParameterType == typeof(Caller));
        var answer = method.ReturnType.GetGenericArguments()[0];
        HasOutcome = answer == typeof(Answer) || (answer.IsGenericType && answer.GetGenericTypeDefinition() == typeof(Answer<>));
        Value =
            !HasOutcome ? answer
            : answer == typeof(Answer) ? null
            : answer.GetGenericArguments()[0];
    }

    /// <summary>The grain method. It returns <c>ValueTask&lt;T&gt;</c>.</summary>
    public MethodInfo Method { get; }

    /// <summary>The portal that may call it.</summary>
    public CallingPortal Portal { get; }

    /// <summary>Roles of this portal that may call it.</summary>
    public ImmutableArray<CallerRole> Roles { get; }

    /// <summary>Maximum size of the body.</summary>
    public int MaxBodyBytes { get; }

    /// <summary>Path of the route.</summary>
    public string Path { get; }

    /// <summary>The parameters that the body contains: all except the caller.</summary>
    public ImmutableArray<ParameterInfo> Arguments { get; }

    /// <summary>Whether it is called for an account, not by the portal itself.</summary>
    public bool ForAccount { get; }

    /// <summary>Whether the method answers with an outcome (<see cref="Answer"/>), which becomes the HTTP status.</summary>
    public bool HasOutcome { get; }

    /// <summary>Type of the value in a successful answer; null if there is none.</summary>
    public Type? Value { get; }

    /// <summary>All calls, sorted by path.</summary>
    public static ImmutableArray<RegisterCall> All { get; } =
    [
        .. typeof(RegisterCall)
            .Assembly.GetTypes()
            .Where(type => type.IsInterface && type.IsAssignableTo(typeof(IGrainWithStringKey)))
            .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance))
            .SelectMany(Of)
            .OrderBy(call => call.Path, StringComparer.Ordinal),
    ];

    /// <summary>Whether a text has the form of a key of this grain.</summary>
    public bool IsKey(string key) => GrainKeyForm.Fits(Method.DeclaringType!, key);

    /// <summary>The path of a method for a portal.</summary>
    public static string PathOf(CallingPortal portal, MethodInfo method) =>
        $"/v1/{NameOf(portal)}/{Words(method.DeclaringType!.Name[1..^"Grain".Length])}/{Words(method.Name)}";

    /// <summary>The portal's name in paths and call tokens.</summary>
    public static string NameOf(CallingPortal portal) => portal == CallingPortal.Owners ? "owners" : "authority";

    /// <summary>The name of a role in call tokens, for example <c>owners-portal</c>.</summary>
    public static string NameOf(CallerRole role) => Words(role.ToString());

    /// <summary>The portal whose accounts have a role.</summary>
    public static CallingPortal PortalOf(CallerRole role) =>
        role is CallerRole.Account or CallerRole.OwnersPortal ? CallingPortal.Owners : CallingPortal.Authority;

    private static IEnumerable<RegisterCall> Of(MethodInfo method) =>
        method.GetCustomAttribute<OpenToAttribute>() is { } open
            ? open.Roles.Select(PortalOf).Distinct().Select(portal => new RegisterCall(method, open, portal))
            : [];

    private static string Words(string name) => WordStart().Replace(name, "-").ToLowerInvariant();

    [GeneratedRegex("(?<=[a-z])(?=[A-Z])")]
    private static partial Regex WordStart();
}

/// <summary>The portals that call the register.</summary>
public enum CallingPortal
{
    /// <summary>The owners' portal, in the register's domain.</summary>
    Owners = 0,

    /// <summary>The officials' portal, of the authority.</summary>
    Authority = 1,
}
