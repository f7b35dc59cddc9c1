using System.Reflection;

// A proxy's class is derived from at run time.
#pragma warning disable CA1852

namespace KiPass.Portal.Officials.Tests.Fixtures;

/// <summary>A grain of which a test answers the calls.</summary>
internal class GrainStub : DispatchProxy
{
    private Func<MethodInfo, object?[], object> answer = null!;

    /// <summary>Creates a grain of an interface.</summary>
    /// <param name="type">The interface.</param>
    /// <param name="answer">Returns what the method returns: a <see cref="ValueTask{TResult}"/>.</param>
    public static object Of(Type type, Func<MethodInfo, object?[], object> answer)
    {
        var create = typeof(DispatchProxy).GetMethods().Single(method => method is { Name: nameof(Create), IsGenericMethod: true });
        var grain = create.MakeGenericMethod(type, typeof(GrainStub)).Invoke(null, null)!;
        ((GrainStub)grain).answer = answer;
        return grain;
    }

    protected override object Invoke(MethodInfo? targetMethod, object?[]? args) => answer(targetMethod!, args ?? []);
}
