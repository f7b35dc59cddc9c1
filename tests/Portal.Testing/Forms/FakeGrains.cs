using System.Collections.Immutable;
using System.Reflection;
using KiPass.Contracts.Access;
using KiPass.Portal.Shared.Register;

namespace KiPass.Portal.Testing.Forms;

/// <summary>Grains that answer as a test states. Without a statement a change is done and a query finds nothing.</summary>
public sealed class FakeGrains
{
    private readonly Dictionary<(Type Grain, string Method), Func<object?[], object?>> answers = [];

    /// <summary>States the answer of a method.</summary>
    /// <param name="method">Name of the method.</param>
    /// <param name="answer">Computes the value of its <see cref="ValueTask{T}"/> from the arguments.</param>
    public FakeGrains On<TGrain>(string method, Func<object?[], object?> answer)
    {
        answers[(typeof(TGrain), method)] = answer;
        return this;
    }

    public RegisterClient Client(CallingPortal portal) => new FakeSilo(Grain).Client(portal);

    private GrainProxy Grain(Type type, string key)
    {
        var proxy = (GrainProxy)DispatchProxy.Create(type, typeof(GrainProxy));
        proxy.Answer = (method, arguments) => Answer(type, method, arguments);
        return proxy;
    }

    private object? Answer(Type type, MethodInfo method, object?[] arguments)
    {
        var result = method.ReturnType.GetGenericArguments()[0];
        var value =
            answers.TryGetValue((type, method.Name), out var answer) ? answer(arguments)
            : result == typeof(Answer) ? Contracts.Access.Answer.Done
            : result.IsGenericType && result.GetGenericTypeDefinition() == typeof(Answer<>)
                ? Activator.CreateInstance(result, AnswerStatus.NotFound, null, ImmutableArray<FieldError>.Empty)
            : throw new InvalidOperationException($"The test does not state what {type.Name}.{method.Name} answers.");
        return Activator.CreateInstance(method.ReturnType, value);
    }

    /// <summary>A grain whose methods are answered by one function.</summary>
    public class GrainProxy : DispatchProxy
    {
        internal Func<MethodInfo, object?[], object?> Answer { get; set; } = (_, _) => null;

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => Answer(targetMethod!, args ?? []);
    }
}
