using System.Text.Json;
using System.Text.Json.Serialization;
using KiPass.Tokens.Jose;
using KiPass.Tokens.Keys;

namespace KiPass.Portal.Officials.Traces.LineList;

/// <summary>How far officials are with a contact (접촉자 관리). Stored by name.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ContactStatus>))]
internal enum ContactStatus
{
    /// <summary>Nobody has called yet.</summary>
    ToCall,

    /// <summary>Called, and the person did not answer.</summary>
    NoAnswer,

    /// <summary>Reached and informed.</summary>
    Reached,

    /// <summary>Passed on, for example to a testing site or to the health office where the person lives.</summary>
    Referred,
}

/// <summary>What officials know about calling a contact. Stored only sealed to the authority's own key, and destroyed with the line list.</summary>
/// <param name="Status">How far they are.</param>
/// <param name="Assignee">The official who calls; null if nobody is assigned.</param>
/// <param name="Note">At most <see cref="MostNote"/> characters.</param>
/// <param name="ChangedBy">The official who changed it last; null if nobody has.</param>
internal sealed record FollowUp(
    [property: JsonPropertyName("status")] ContactStatus Status = ContactStatus.ToCall,
    [property: JsonPropertyName("assignee")] Guid? Assignee = null,
    [property: JsonPropertyName("note")] string Note = "",
    [property: JsonPropertyName("by")] Guid? ChangedBy = null
)
{
    /// <summary>Maximum length of a note.</summary>
    public const int MostNote = 500;

    /// <summary>The follow-up of a contact that nobody has changed.</summary>
    public static readonly FollowUp None = new();

    /// <summary>When it was changed last; null if never.</summary>
    [JsonIgnore]
    public DateTimeOffset? ChangedAt { get; init; }

    /// <summary>The row of the line list under which it is stored, and its version. A change names the version that it was based on.</summary>
    [JsonIgnore]
    public (string Row, int Number) Version { get; init; } = ("", 0);

    /// <summary>Encrypts it with the authority's own key.</summary>
    public string Seal(EcJwk own) => SealedFile.Seal(JsonSerializer.SerializeToUtf8Bytes(this), own);

    /// <summary>Decrypts a follow-up; null if no key fits or the text is damaged.</summary>
    public static FollowUp? Open(string text, IReadOnlyList<IDecryptionKey> keys)
    {
        try
        {
            return keys.Select(key => SealedFile.Open(text, key)).FirstOrDefault(plain => plain is not null) is { } plain
                ? JsonSerializer.Deserialize<FollowUp>(plain)
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Redacted, so that personal data cannot reach a log or a message by accident.</summary>
    public override string ToString() => nameof(FollowUp);
}

/// <summary>A change of one or more follow-ups. Members that are null stay as they are.</summary>
internal sealed record FollowUpChange
{
    public ContactStatus? Status { get; init; }

    /// <summary>The official to assign; <see cref="Guid.Empty"/>: nobody.</summary>
    public Guid? Assignee { get; init; }

    public string? Note { get; init; }

    /// <summary>The follow-up after the change.</summary>
    public FollowUp Apply(FollowUp current, Guid by) =>
        current with
        {
            Status = Status ?? current.Status,
            Assignee = Assignee is { } assignee ? (assignee == Guid.Empty ? null : assignee) : current.Assignee,
            Note = Note?.Trim() ?? current.Note,
            ChangedBy = by,
        };

    /// <summary>Redacted, as <see cref="FollowUp"/> is.</summary>
    public override string ToString() => nameof(FollowUpChange);
}

/// <summary>Outcome of a change of follow-ups.</summary>
internal enum FollowUpOutcome
{
    /// <summary>All of them have changed, or already had these values.</summary>
    Done,

    /// <summary>Another official has changed some of them in the meantime. Those stay as they are; the others have changed.</summary>
    Overtaken,

    /// <summary>The list does not exist, was destroyed, or belongs to another jurisdiction.</summary>
    NotThere,

    /// <summary>The official to assign does not exist or may not see the case.</summary>
    NoSuchOfficial,

    /// <summary>The note is too long.</summary>
    NoteTooLong,
}

/// <summary>Outcome of a change.</summary>
/// <param name="Outcome">What happened.</param>
/// <param name="Changed">Number of people whose follow-up has the new values.</param>
/// <param name="Overtaken">The current follow-ups of the others.</param>
internal sealed record FollowUpResult(FollowUpOutcome Outcome, int Changed, IReadOnlyList<FollowUp> Overtaken)
{
    public static FollowUpResult Of(FollowUpOutcome outcome) => new(outcome, 0, []);
}

/// <summary>An official to whom contacts can be assigned.</summary>
internal sealed record Assignee(Guid Id, string Name);
