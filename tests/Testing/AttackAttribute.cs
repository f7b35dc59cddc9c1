namespace KiPass.Testing;

/// <summary>
/// Marks a test that attacks KiPass and passes only if the attack fails. <c>docs/security.md</c> lists every marked test.
/// </summary>
/// <param name="attack">The attack in a few words, as the document prints it, for example <c>A client forges its id</c>.</param>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true, Inherited = false)]
public sealed class AttackAttribute(string attack) : Attribute
{
    /// <summary>The attack in a few words.</summary>
    public string Attack { get; } = attack;
}
