using System.Reflection;
using System.Text.Json;
using KiPass.Contracts.Access;

namespace KiPass.Silo.Portals;

/// <summary>Calls the grain method of a route with the arguments of a body.</summary>
internal sealed class CallTarget
{
    private static readonly MethodInfo CompleteMethod = typeof(CallTarget).GetMethod(
        nameof(Complete),
        BindingFlags.NonPublic | BindingFlags.Static
    )!;
    private static readonly NullabilityInfoContext Nullability = new();

    private readonly RegisterCall call;
    private readonly ParameterInfo[] parameters;
    private readonly bool[] mayBeNull;
    private readonly Func<object, Task<object?>> complete;

    public CallTarget(RegisterCall call)
    {
        this.call = call;
        parameters = call.Method.GetParameters();
        mayBeNull = [.. parameters.Select(MayBeNull)];
        complete = CompleteMethod
            .MakeGenericMethod(call.Method.ReturnType.GetGenericArguments()[0])
            .CreateDelegate<Func<object, Task<object?>>>();
    }

    /// <summary>Reads the key and the arguments; the caller's place stays empty.</summary>
    /// <param name="fault">Name of the wrong member; empty when the body is not an object.</param>
    public (string Key, object?[] Arguments)? Read(ReadOnlySpan<byte> body, out string fault)
    {
        fault = "";
        Dictionary<string, JsonElement>? members;
        try
        {
            members = JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(body, RegisterCallJson.Options);
        }
        catch (JsonException)
        {
            return null;
        }
        if (members is null)
        {
            return null;
        }
        fault = RegisterCall.KeyMember;
        if (
            !members.Remove(RegisterCall.KeyMember, out var keyMember)
            || keyMember.ValueKind != JsonValueKind.String
            || keyMember.GetString() is not { } key
            || !call.IsKey(key)
        )
        {
            return null;
        }
        var arguments = new object?[parameters.Length];
        for (var i = 0; i < parameters.Length; i++)
        {
            if (parameters[i].ParameterType == typeof(Caller))
            {
                continue;
            }
            fault = parameters[i].Name!;
            if (!members.Remove(fault, out var member) || !TryRead(member, i, out arguments[i]))
            {
                return null;
            }
        }
        // A name that the caller chose is not echoed.
        fault = "";
        return members.Count == 0 ? (key, arguments) : null;
    }

    /// <summary>Calls the grain.</summary>
    /// <param name="caller">Takes the caller's place among the arguments; null for a call of the portal itself.</param>
    public Task<object?> Invoke(IGrainFactory grains, string key, object?[] arguments, Caller? caller)
    {
        for (var i = 0; i < parameters.Length; i++)
        {
            if (parameters[i].ParameterType == typeof(Caller))
            {
                arguments[i] = caller ?? throw new InvalidOperationException("This call needs a caller.");
            }
        }
        var grain = grains.GetGrain(call.Method.DeclaringType!, key);
        return complete(call.Method.Invoke(grain, BindingFlags.DoNotWrapExceptions, null, arguments, null)!);
    }

    private bool TryRead(JsonElement member, int index, out object? value)
    {
        value = null;
        if (member.ValueKind == JsonValueKind.Null)
        {
            return mayBeNull[index];
        }
        try
        {
            value = member.Deserialize(parameters[index].ParameterType, RegisterCallJson.Options);
            return true;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or NotSupportedException)
        {
            return false;
        }
    }

    private static bool MayBeNull(ParameterInfo parameter) =>
        Nullable.GetUnderlyingType(parameter.ParameterType) is not null
        || (!parameter.ParameterType.IsValueType && Nullability.Create(parameter).WriteState == NullabilityState.Nullable);

    private static async Task<object?> Complete<T>(object result) => await (ValueTask<T>)result;
}
