using System.Text.Json;
using KiPass.Hosting.Problems;

namespace KiPass.Silo.Scans;

/// <summary>A JSON body with its own parser.</summary>
internal interface IJsonBody<TSelf>
    where TSelf : IJsonBody<TSelf>
{
    /// <summary>Maximum body size, in bytes.</summary>
    static abstract int MaxBytes { get; }

    /// <summary>Reads one object from its start token to its end. Unknown members are ignored.</summary>
    /// <param name="member">The invalid member.</param>
    /// <returns>Null if the body is well formed.</returns>
    /// <exception cref="JsonException">The body is not JSON.</exception>
    static abstract Problem? Read(ref Utf8JsonReader json, out TSelf body, out string member);
}

/// <summary>A parsed body, or the reason why it was rejected.</summary>
/// <param name="Member">The invalid member; empty if no single member is invalid.</param>
internal readonly record struct JsonReading<TBody>(TBody Body, Problem? Problem = null, string Member = "")
{
    public Task Refuse(HttpContext context) =>
        context.WriteProblem(Problem!, Member.Length == 0 ? default : ProblemExtension.Member(Member));
}
