using KiPass.Contracts.Access;
using KiPass.Contracts.Facilities;
using KiPass.Portal.Shared.Accounts;
using KiPass.Tokens;
using KiPass.Tokens.Orders;

namespace KiPass.Portal.Officials.Traces.Orders;

/// <summary>What an official writes into the form of an order. Bounds are those of <see cref="TraceOrder"/>.</summary>
internal sealed record TraceOrderDraft
{
    /// <summary>Where the notice begins that an order is large.</summary>
    public const int LargeContacts = 1_000;

    /// <summary>Above this, two officials must approve.</summary>
    public const int SecondApprovalAbove = 10_000;

    private const int LongestText = 200;
    private const int LongestReason = 500;
    private const int MostMinutes = 1440;

    public TraceKind Kind { get; init; }

    /// <summary>The index person's phone as typed; numbers without a country are Korean.</summary>
    public string Phone { get; init; } = "";

    public string Name { get; init; } = "";

    public Guid? FacilityId { get; init; }

    public string FacilityName { get; init; } = "";

    public DateTimeOffset? WindowFrom { get; init; }

    public DateTimeOffset? WindowTo { get; init; }

    public KoreanDay FromDay { get; init; }

    public KoreanDay ToDay { get; init; }

    public IReadOnlyDictionary<string, int> Dwell { get; init; } = new Dictionary<string, int>();

    public int CloseMinutes { get; init; } = 15;

    public int MaxContacts { get; init; } = LargeContacts;

    public int NoticeAfterDays { get; init; } = 14;

    /// <summary>Whether to find also where contacts went next on the same day: an approver judges it separately.</summary>
    public bool Forward { get; init; }

    public IReadOnlyList<ushort> Issuers { get; init; } = [];

    public string Ground { get; init; } = "감염병예방법 제76조의2제1항";

    public string Reason { get; init; } = "";

    /// <summary>How many officials must approve.</summary>
    public static int ApprovalsNeeded(int maxContacts) => maxContacts > SecondApprovalAbove ? 2 : 1;

    /// <summary>Every wrong field at a moment; none when the order could be submitted.</summary>
    public IReadOnlyList<FieldError> Judge(DateTimeOffset now)
    {
        var today = KoreanDay.Of(now);
        var errors = new List<FieldError>();
        void Wrong(bool isWrong, string field, FieldProblem problem)
        {
            if (isWrong && errors.TrueForAll(error => error.Field != field))
            {
                errors.Add(new FieldError(field, problem));
            }
        }
        if (Kind == TraceKind.Case)
        {
            Wrong(string.IsNullOrWhiteSpace(Phone), nameof(Phone), FieldProblem.Missing);
            Wrong(E164 is null, nameof(Phone), FieldProblem.Malformed);
            Wrong(string.IsNullOrWhiteSpace(Name), nameof(Name), FieldProblem.Missing);
            Wrong(Name.Trim().Length > 100, nameof(Name), FieldProblem.TooLong);
            Wrong(FromDay > ToDay || ToDay > today, nameof(ToDay), FieldProblem.OutOfRange);
            Wrong(FromDay < today - TraceOrder.MostDaysBack, nameof(FromDay), FieldProblem.OutOfRange);
        }
        else
        {
            Wrong(FacilityId is null, nameof(FacilityId), FieldProblem.Missing);
            Wrong(WindowFrom is null, nameof(WindowFrom), FieldProblem.Missing);
            Wrong(WindowTo is null, nameof(WindowTo), FieldProblem.Missing);
            Wrong(WindowFrom < (today - TraceOrder.MostDaysBack).Start, nameof(WindowFrom), FieldProblem.OutOfRange);
            Wrong(
                WindowTo <= WindowFrom || WindowTo > now || WindowTo - WindowFrom > TimeSpan.FromDays(1),
                nameof(WindowTo),
                FieldProblem.OutOfRange
            );
        }
        Wrong(
            Dwell.Any(dwell => FacilityTypes.Find(dwell.Key) is null || dwell.Value is < 1 or > MostMinutes),
            nameof(Dwell),
            FieldProblem.OutOfRange
        );
        Wrong(CloseMinutes is < 1 or > MostMinutes, nameof(CloseMinutes), FieldProblem.OutOfRange);
        Wrong(MaxContacts is < 1 or > TraceOrder.MostContacts, nameof(MaxContacts), FieldProblem.OutOfRange);
        Wrong(NoticeAfterDays is < 0 or > TraceOrder.MostNoticeDays, nameof(NoticeAfterDays), FieldProblem.OutOfRange);
        Wrong(string.IsNullOrWhiteSpace(Ground), nameof(Ground), FieldProblem.Missing);
        Wrong(Ground.Trim().Length > LongestText, nameof(Ground), FieldProblem.TooLong);
        Wrong(string.IsNullOrWhiteSpace(Reason), nameof(Reason), FieldProblem.Missing);
        Wrong(Reason.Trim().Length > LongestReason, nameof(Reason), FieldProblem.TooLong);
        return errors;
    }

    /// <summary>The phone as issuers keep it; null when it is none.</summary>
    public string? E164 => Shared.Accounts.Phone.Parse(Phone);

    /// <summary>Nothing: a person never reaches a log or a message by accident.</summary>
    public override string ToString() => nameof(TraceOrderDraft);
}
