using System.Buffers;
using System.Collections.Frozen;
using System.Reflection;
using System.Text.Json;
using KiPass.Contracts.Access;

namespace KiPass.Portal.Shared.Register;

/// <summary>A grain method that a portal can call: its request and the type of its answer.</summary>
internal abstract class GrainMethod
{
    private static readonly TimeSpan UsualPatience = TimeSpan.FromSeconds(10);

    private static readonly FrozenDictionary<(CallingPortal, MethodInfo), GrainMethod> All = Create();

    private readonly ParameterInfo[] parameters;

    private GrainMethod(RegisterCall call, bool mayBeNull)
    {
        Call = call;
        MayBeNull = mayBeNull;
        parameters = call.Method.GetParameters();
        Name = $"{call.Method.DeclaringType!.Name}.{call.Method.Name}";
        Patience = call.Method.GetCustomAttribute<ResponseTimeoutAttribute>()?.Timeout ?? UsualPatience;
    }

    public RegisterCall Call { get; }

    /// <summary>Whether null is a value.</summary>
    public bool MayBeNull { get; }

    /// <summary>Name in telemetry, for example <c>IFacilityGrain.View</c>.</summary>
    public string Name { get; }

    /// <summary>How long a call may take.</summary>
    public TimeSpan Patience { get; }

    /// <exception cref="InvalidOperationException">The method is not open to this portal.</exception>
    public static GrainMethod Of(CallingPortal portal, MethodInfo method) =>
        All.TryGetValue((portal, method), out var found)
            ? found
            : throw new InvalidOperationException($"{method.DeclaringType?.Name}.{method.Name} is not open to this portal.");

    /// <summary>Makes the call.</summary>
    /// <returns>What the method returns: a <see cref="ValueTask{TResult}"/>.</returns>
    public abstract object Invoke(RegisterClient register, string key, object?[] arguments);

    /// <summary>The request's body: the key and the arguments without the caller.</summary>
    public byte[] Body(string key, object?[] arguments)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString(RegisterCall.KeyMember, key);
            foreach (var (parameter, argument) in parameters.Zip(arguments).Where(pair => pair.First.ParameterType != typeof(Caller)))
            {
                writer.WritePropertyName(parameter.Name!);
                JsonSerializer.Serialize(writer, argument, parameter.ParameterType, RegisterCallJson.Options);
            }
            writer.WriteEndObject();
        }
        return buffer.WrittenSpan.ToArray();
    }

    private static FrozenDictionary<(CallingPortal, MethodInfo), GrainMethod> Create()
    {
        var nullability = new NullabilityInfoContext();
        return RegisterCall.All.ToFrozenDictionary(call => (call.Portal, call.Method), call => Create(call, nullability));
    }

    private static GrainMethod Create(RegisterCall call, NullabilityInfoContext nullability)
    {
        if (call.Value is not { } value)
        {
            return new Change(call);
        }
        var returned = nullability.Create(call.Method.ReturnParameter).GenericTypeArguments[0];
        var mayBeNull = (call.HasOutcome ? returned.GenericTypeArguments[0] : returned).ReadState == NullabilityState.Nullable;
        var type = (call.HasOutcome ? typeof(Query<>) : typeof(Plain<>)).MakeGenericType(value);
        return (GrainMethod)Activator.CreateInstance(type, call, mayBeNull)!;
    }

    private sealed class Change(RegisterCall call) : GrainMethod(call, mayBeNull: false)
    {
        public override object Invoke(RegisterClient register, string key, object?[] arguments)
        {
            return new ValueTask<Answer>(Run());

            async Task<Answer> Run()
            {
                var answer = await register.Call<object>(this, key, arguments);
                return new Answer(answer.Status, answer.Errors);
            }
        }
    }

    private sealed class Query<T>(RegisterCall call, bool mayBeNull) : GrainMethod(call, mayBeNull)
    {
        public override object Invoke(RegisterClient register, string key, object?[] arguments) =>
            new ValueTask<Answer<T>>(register.Call<T>(this, key, arguments));
    }

    private sealed class Plain<T>(RegisterCall call, bool mayBeNull) : GrainMethod(call, mayBeNull)
    {
        public override object Invoke(RegisterClient register, string key, object?[] arguments)
        {
            return new ValueTask<T>(Run());

            async Task<T> Run()
            {
                var answer = await register.Call<T>(this, key, arguments);
                return answer.Status == AnswerStatus.Done ? answer.Value! : throw new RegisterUnavailableException($"{answer.Status}");
            }
        }
    }
}
