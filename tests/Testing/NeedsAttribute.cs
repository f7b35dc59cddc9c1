namespace KiPass.Testing;

/// <summary>
/// The Debian packages whose programs a class runs. <c>./kipass test</c> and <c>./kipass bench</c> install what the chosen tests or benchmark
/// reach, so a mark on a helper covers every test that uses it.
/// </summary>
/// <param name="packages">Names from <c>eng/Tools/DebianPackage.cs</c>.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class NeedsAttribute(params string[] packages) : Attribute
{
    /// <summary>Names of packages.</summary>
    public IReadOnlyList<string> Packages { get; } = packages;
}
