using System.Collections.Immutable;

namespace KiPass.Contracts.Access;

/// <summary>Outcome of a call. Expected failures are values, not exceptions.</summary>
public enum AnswerStatus
{
    /// <summary>The change is stored, by this call or by an earlier identical call.</summary>
    Done = 0,

    /// <summary>Does not exist, or the caller may not know that it exists (404).</summary>
    NotFound = 1,

    /// <summary>The caller may not do this (403).</summary>
    Refused = 2,

    /// <summary>The input is invalid; see the errors.</summary>
    Invalid = 3,

    /// <summary>Not possible in the current state, for example approving a facility that is not submitted.</summary>
    Conflict = 4,

    /// <summary>The database did not answer; the change may or may not be stored. Repeat the call.</summary>
    Unavailable = 5,
}

/// <summary>Outcome of a change.</summary>
/// <param name="Status">The outcome.</param>
/// <param name="Errors">With <see cref="AnswerStatus.Invalid"/>: at least one.</param>
[GenerateSerializer, Immutable, Alias("kipass.answer")]
public sealed record Answer([property: Id(0)] AnswerStatus Status, [property: Id(1)] ImmutableArray<FieldError> Errors)
{
    /// <summary>Done.</summary>
    public static readonly Answer Done = new(AnswerStatus.Done, []);

    /// <summary>An outcome without field errors.</summary>
    public static Answer Of(AnswerStatus status) => new(status, []);

    /// <summary>Invalid, with an error for each invalid field.</summary>
    public static Answer Invalid(params ImmutableArray<FieldError> errors) => new(AnswerStatus.Invalid, errors);
}

/// <summary>An <see cref="Answer{T}"/> without its type, for code that handles every query alike.</summary>
public interface IAnswer
{
    /// <summary>The outcome.</summary>
    AnswerStatus Status { get; }

    /// <summary>With <see cref="AnswerStatus.Done"/>: the value.</summary>
    object? Value { get; }

    /// <summary>With <see cref="AnswerStatus.Invalid"/>: at least one.</summary>
    ImmutableArray<FieldError> Errors { get; }
}

/// <summary>Outcome of a query, with its value.</summary>
/// <param name="Status">The outcome.</param>
/// <param name="Value">With <see cref="AnswerStatus.Done"/>: the value.</param>
/// <param name="Errors">With <see cref="AnswerStatus.Invalid"/>: at least one.</param>
[GenerateSerializer, Immutable, Alias("kipass.answer`1")]
public sealed record Answer<T>(
    [property: Id(0)] AnswerStatus Status,
    [property: Id(1)] T? Value,
    [property: Id(2)] ImmutableArray<FieldError> Errors
) : IAnswer
{
    object? IAnswer.Value => Value;

    /// <summary>Done, with a value.</summary>
    public static implicit operator Answer<T>(T value) => new(AnswerStatus.Done, value, []);

    /// <summary>The same outcome without a value.</summary>
    public static implicit operator Answer<T>(Answer answer) => new(answer.Status, default, answer.Errors);

    /// <summary>An outcome without a value.</summary>
    public static implicit operator Answer<T>(AnswerStatus status) => new(status, default, []);
}

/// <summary>An error of one field; the portal shows it at the field in the user's language.</summary>
/// <param name="Field">Name of the property, for example <c>BusinessNumber</c>.</param>
/// <param name="Problem">The problem.</param>
[GenerateSerializer, Immutable, Alias("kipass.field-error")]
public readonly record struct FieldError([property: Id(0)] string Field, [property: Id(1)] FieldProblem Problem);

/// <summary>Problems of a field.</summary>
public enum FieldProblem
{
    /// <summary>Required but empty.</summary>
    Missing = 0,

    /// <summary>Longer than allowed.</summary>
    TooLong = 1,

    /// <summary>Not in the required format.</summary>
    Malformed = 2,

    /// <summary>The check digit of the business number is wrong (검증번호 오류).</summary>
    CheckDigit = 3,

    /// <summary>A number or day outside the allowed range.</summary>
    OutOfRange = 4,

    /// <summary>Unknown code (type, district or account).</summary>
    Unknown = 5,

    /// <summary>Can no longer be changed.</summary>
    Fixed = 6,

    /// <summary>Already exists.</summary>
    Duplicate = 7,
}
