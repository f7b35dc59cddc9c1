using System.Collections.Immutable;

namespace KiPass.Contracts.Access;

/// <summary>How a call ended. An expected failure is one of these values; nothing throws for it.</summary>
public enum AnswerStatus
{
    /// <summary>Done and stored; or done before, when the same call is repeated.</summary>
    Done = 0,

    /// <summary>No such thing, or none that this caller may know of: shown as 404.</summary>
    NotFound = 1,

    /// <summary>The caller may see it but not do this: shown as 403.</summary>
    Refused = 2,

    /// <summary>What was given is not right; see the errors, each with its field.</summary>
    Invalid = 3,

    /// <summary>Not possible as things stand now, for example to approve what is not submitted.</summary>
    Conflict = 4,

    /// <summary>The database did not answer; perhaps stored. Repeat.</summary>
    Unavailable = 5,
}

/// <summary>How a change ended.</summary>
/// <param name="Status">The outcome.</param>
/// <param name="Errors">With <see cref="AnswerStatus.Invalid"/>: at least one.</param>
[GenerateSerializer, Immutable, Alias("kipass.answer")]
public sealed record Answer([property: Id(0)] AnswerStatus Status, [property: Id(1)] ImmutableArray<FieldError> Errors)
{
    /// <summary>Done.</summary>
    public static readonly Answer Done = new(AnswerStatus.Done, []);

    /// <summary>An outcome without errors of fields.</summary>
    public static Answer Of(AnswerStatus status) => new(status, []);

    /// <summary>Invalid, with each wrong field.</summary>
    public static Answer Invalid(params ImmutableArray<FieldError> errors) => new(AnswerStatus.Invalid, errors);
}

/// <summary>How a question ended, with its value when it was answered.</summary>
/// <param name="Status">The outcome.</param>
/// <param name="Value">With <see cref="AnswerStatus.Done"/>: the value.</param>
/// <param name="Errors">With <see cref="AnswerStatus.Invalid"/>: at least one.</param>
[GenerateSerializer, Immutable, Alias("kipass.answer`1")]
public sealed record Answer<T>(
    [property: Id(0)] AnswerStatus Status,
    [property: Id(1)] T? Value,
    [property: Id(2)] ImmutableArray<FieldError> Errors
)
{
    /// <summary>Done, with its value.</summary>
    public static implicit operator Answer<T>(T value) => new(AnswerStatus.Done, value, []);

    /// <summary>The same outcome without a value.</summary>
    public static implicit operator Answer<T>(Answer answer) => new(answer.Status, default, answer.Errors);

    /// <summary>An outcome without a value.</summary>
    public static implicit operator Answer<T>(AnswerStatus status) => new(status, default, []);
}

/// <summary>What is wrong with one field; the portal says it beside the field in the user's language.</summary>
/// <param name="Field">Name of the property, for example <c>BusinessNumber</c>.</param>
/// <param name="Problem">What is wrong.</param>
[GenerateSerializer, Immutable, Alias("kipass.field-error")]
public readonly record struct FieldError([property: Id(0)] string Field, [property: Id(1)] FieldProblem Problem);

/// <summary>What can be wrong with a field.</summary>
public enum FieldProblem
{
    /// <summary>Empty, but needed.</summary>
    Missing = 0,

    /// <summary>Longer than the field takes.</summary>
    TooLong = 1,

    /// <summary>Not of the field's form.</summary>
    Malformed = 2,

    /// <summary>The check digit of the business number does not fit (검증번호 오류).</summary>
    CheckDigit = 3,

    /// <summary>A number or day outside its range.</summary>
    OutOfRange = 4,

    /// <summary>No such code: type, district, account.</summary>
    Unknown = 5,

    /// <summary>Cannot be changed any more.</summary>
    Fixed = 6,

    /// <summary>Taken or there already.</summary>
    Duplicate = 7,
}
