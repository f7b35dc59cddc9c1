using KiPass.Contracts.Access;
using KiPass.Contracts.Facilities;
using KiPass.Portal.Officials.Store;
using KiPass.Tokens;
using KiPass.Tokens.Orders;

namespace KiPass.Portal.Officials.Traces.Orders;

/// <summary>The contents of the trace order form. The limits are those of <see cref="TraceOrder"/>.</summary>
internal sealed record TraceOrderDraft : TraceOrderTerms
{
    /// <summary>Number of contacts from which the form warns that the order is large.</summary>
    public const int LargeContacts = 1_000;

    /// <summary>Number of contacts above which two officials must approve.</summary>
    public const int SecondApprovalAbove = 10_000;

    private const int LongestText = 200;
    private const int LongestReason = 500;
    private const int MostMinutes = 1440;

    /// <summary>Phone number of the index person, as typed. Numbers without a country code are treated as Korean.</summary>
    public string Phone { get; set; } = "";

    /// <summary>Name of the index person.</summary>
    public string Name { get; set; } = "";

    /// <summary>Number of officials who must approve.</summary>
    public static int ApprovalsNeeded(int maxContacts) => maxContacts > SecondApprovalAbove ? 2 : 1;

    /// <summary>Validates the draft at a given time. Returns one error per invalid field; empty if the order can be submitted.</summary>
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
            Wrong(FromDay == default, nameof(FromDay), FieldProblem.Missing);
            Wrong(ToDay == default, nameof(ToDay), FieldProblem.Missing);
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

    /// <summary>The phone number in the format that issuers store; null if it is not a valid number.</summary>
    public string? E164 => Shared.Accounts.Phone.Parse(Phone);

    /// <summary>The terms as stored: trimmed, without the terms of the other trace kind, and with the days of the time window.</summary>
    public TraceOrderDraft Normalized()
    {
        var trimmed = this with { Ground = Ground.Trim(), Reason = Reason.Trim() };
        return Kind == TraceKind.FacilityWindow
            ? trimmed with
            {
                FromDay = KoreanDay.Of(WindowFrom!.Value),
                ToDay = KoreanDay.Of(WindowTo!.Value.AddTicks(-1)),
            }
            : trimmed with
            {
                FacilityId = null,
                FacilityName = "",
                WindowFrom = null,
                WindowTo = null,
            };
    }
}
