using System.ComponentModel.DataAnnotations;

namespace KiPass.Silo.Json;

/// <summary>Requires a text without NUL and limits its length in UTF-16 code units.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class TextAttribute(int maximumLength) : StringLengthAttribute(maximumLength)
{
    /// <inheritdoc/>
    public override bool IsValid(object? value) =>
        base.IsValid(value) && !(value is string text && text.Contains('\0', StringComparison.Ordinal));
}
