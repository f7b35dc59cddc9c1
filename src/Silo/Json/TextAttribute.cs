using System.ComponentModel.DataAnnotations;

namespace KiPass.Silo.Json;

/// <summary>A text without NUL whose length in UTF-16 code units is limited.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class TextAttribute(int maximumLength) : StringLengthAttribute(maximumLength)
{
    /// <inheritdoc/>
    public override bool IsValid(object? value) =>
        base.IsValid(value) && !(value is string text && text.Contains('\0', StringComparison.Ordinal));
}
