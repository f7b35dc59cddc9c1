namespace KiPass.Testing;

/// <summary>
/// Declares the Debian packages that a class needs. <c>./kipass test</c> and <c>./kipass bench</c> install the packages of all
/// classes that a test or benchmark uses, so an attribute on a helper covers every test that uses it.
/// </summary>
/// <param name="packages">Package names from <c>eng/Tools/DebianPackage.cs</c>.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class NeedsAttribute(params string[] packages) : Attribute
{
    /// <summary>Package names.</summary>
    public IReadOnlyList<string> Packages { get; } = packages;
}
