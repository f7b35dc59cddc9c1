using System.Text.Json;
using KiPass.Silo.Problems;

namespace KiPass.Silo.Requests;

/// <summary>What a route's JSON body must be.</summary>
internal interface IForm<TSelf>
    where TSelf : IForm<TSelf>
{
    /// <summary>Largest body, in bytes.</summary>
    static abstract int MaxBytes { get; }

    /// <summary>Reads the object whose start the reader stands on, to its end. Unknown members are passed over.</summary>
    /// <param name="member">The member at fault.</param>
    /// <returns>Null when the form is right.</returns>
    /// <exception cref="JsonException">Not JSON.</exception>
    static abstract Problem? Read(ref Utf8JsonReader json, out TSelf form, out string member);
}

/// <summary>A form that was read, or why not.</summary>
/// <param name="Fault">The member at fault.</param>
internal readonly record struct Reading<TForm>(TForm Form, Problem? Problem = null, string Fault = "")
{
    public Task Refuse(HttpContext context) => Fault.Length == 0 ? context.Refuse(Problem!) : context.Refuse(Problem!, "member", Fault);
}
