using System.Text.Json;
using KiPass.Hosting.Problems;

namespace KiPass.Silo.Scans;

/// <summary>A JSON body that reads itself.</summary>
internal interface IJsonBody<TSelf>
    where TSelf : IJsonBody<TSelf>
{
    /// <summary>Largest body, in bytes.</summary>
    static abstract int MaxBytes { get; }

    /// <summary>Reads the object at whose start the reader is, to its end. Unknown members are ignored.</summary>
    /// <param name="member">The member that is wrong.</param>
    /// <returns>Null when the body is well formed.</returns>
    /// <exception cref="JsonException">Not JSON.</exception>
    static abstract Problem? Read(ref Utf8JsonReader json, out TSelf body, out string member);
}

/// <summary>A body that was read, or why not.</summary>
/// <param name="Member">The member that is wrong; empty when none is to blame.</param>
internal readonly record struct JsonReading<TBody>(TBody Body, Problem? Problem = null, string Member = "")
{
    public Task Refuse(HttpContext context) =>
        context.WriteProblem(Problem!, Member.Length == 0 ? default : ProblemExtension.Member(Member));
}
