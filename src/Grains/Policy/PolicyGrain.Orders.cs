using KiPass.Contracts.Access;
using KiPass.Contracts.Policy;
using KiPass.Tokens;

namespace KiPass.Grains.Policy;

internal sealed partial class PolicyGrain
{
    public async ValueTask<Answer> AddOrder(Caller caller, RestrictionOrder order)
    {
        if (Refusal(caller) is { } refusal)
        {
            return refusal;
        }
        if (!caller.Jurisdiction.Covers(order.Region))
        {
            return Answer.Of(AnswerStatus.Refused);
        }
        if (State.Orders.FirstOrDefault(entry => entry.Order.Id == order.Id) is { } known)
        {
            return Answer.Of(Same(known.Order, order) ? AnswerStatus.Done : AnswerStatus.Conflict);
        }
        var errors = PolicyChecks.Of(order, Today);
        if (order.FacilityId is { } facility && !order.Region.Covers(await DistrictOf(facility, caller)))
        {
            errors = errors.Add(new FieldError(nameof(order.FacilityId), FieldProblem.Unknown));
        }
        if (!errors.IsEmpty)
        {
            return Answer.Invalid(errors);
        }
        return State.Orders.Length >= MaxEntries
            ? Answer.Of(AnswerStatus.Conflict)
            : await Write(State with { Orders = State.Orders.Add(new RestrictionOrderEntry(order, caller.AccountId, time.GetUtcNow())) });
    }

    public async ValueTask<Answer> WithdrawOrder(Caller caller, Guid orderId, KoreanDay from)
    {
        if (Refusal(caller) is { } refusal)
        {
            return refusal;
        }
        if (State.Orders.FirstOrDefault(entry => entry.Order.Id == orderId) is not { } known)
        {
            return Answer.Of(AnswerStatus.NotFound);
        }
        if (!caller.Jurisdiction.Covers(known.Order.Region))
        {
            return Answer.Of(AnswerStatus.Refused);
        }
        if (known.WithdrawnFrom is { } withdrawn)
        {
            return Answer.Of(withdrawn == from ? AnswerStatus.Done : AnswerStatus.Conflict);
        }
        var errors = PolicyChecks.NotPast(from, Today);
        if (!errors.IsEmpty)
        {
            return Answer.Invalid(errors);
        }
        var ended = known with { WithdrawnFrom = from, WithdrawnBy = caller.AccountId, WithdrawnAt = time.GetUtcNow() };
        return await Write(State with { Orders = State.Orders.Replace(known, ended) });
    }

    // Arrays compare by reference.
    private static bool Same(RestrictionOrder one, RestrictionOrder other) =>
        one == other with { Types = one.Types } && one.Types.SequenceEqual(other.Types);
}
