namespace KiPass.Portal.Testing.Forms;

/// <summary>
/// Marks a test that submits a form of a portal with each field wrong. A structure test compares the marks with the forms in the source, so
/// that a form without a test fails.
/// </summary>
/// <param name="file">The component with the form, relative to <c>src/Portal</c>.</param>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class FormAttribute(string file) : Attribute
{
    public string File { get; } = file;
}
