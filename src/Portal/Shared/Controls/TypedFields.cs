using System.Collections.Immutable;
using System.Globalization;
using KiPass.Contracts.Access;
using KiPass.Tokens;

namespace KiPass.Portal.Shared.Controls;

/// <summary>Reads the texts of a form's fields and records one error for each that cannot be read.</summary>
public sealed class TypedFields
{
    private readonly List<FieldError> errors = [];

    /// <summary>The errors so far, one per field.</summary>
    public ImmutableArray<FieldError> Errors => [.. errors];

    /// <summary>A required day. Records an error and returns the default value if there is none.</summary>
    public KoreanDay Day(string field, string typed)
    {
        if (string.IsNullOrWhiteSpace(typed))
        {
            errors.Add(new FieldError(field, FieldProblem.Missing));
        }
        return OptionalDay(field, typed) ?? default;
    }

    /// <summary>A day, or null if the field is empty. A text that is no day is an error, and never read as empty.</summary>
    public KoreanDay? OptionalDay(string field, string typed)
    {
        if (string.IsNullOrWhiteSpace(typed))
        {
            return null;
        }
        if (KoreanDay.TryParse(typed.Trim(), CultureInfo.InvariantCulture, out var day))
        {
            return day;
        }
        errors.Add(new FieldError(field, FieldProblem.Malformed));
        return null;
    }

    /// <summary>A required text without surrounding blanks.</summary>
    public string Text(string field, string typed)
    {
        if (string.IsNullOrWhiteSpace(typed))
        {
            errors.Add(new FieldError(field, FieldProblem.Missing));
        }
        return typed.Trim();
    }
}
