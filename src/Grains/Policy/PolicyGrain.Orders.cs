using System.Runtime.CompilerServices;
using KiPass.Contracts.Access;
using KiPass.Contracts.Facilities;
using KiPass.Contracts.Policy;
using KiPass.Tokens;

namespace KiPass.Grains.Policy;

internal sealed partial class PolicyGrain
{
    public async ValueTask<Answer> AddOrder(Caller caller, RestrictionOrder order)
    {
        if (OrderRefusal(caller, order.Region) is { } refusal)
        {
            return refusal;
        }
        if (FindOrder(order.Id) is { } known)
        {
            return Answer.Of(Same(known.Order, order) ? AnswerStatus.Done : AnswerStatus.Conflict);
        }
        if (await OrderFault(caller, order) is { } fault)
        {
            return fault;
        }
        return order.CoversSeveralDistricts() || FindOrderProposal(order.Id) is not null || State.Orders.Length >= MaxEntries
            ? Answer.Of(AnswerStatus.Conflict)
            : await Write(State with { Orders = State.Orders.Add(new RestrictionOrderEntry(order, caller.AccountId, time.GetUtcNow())) });
    }

    public async ValueTask<Answer> ProposeOrder(Caller caller, RestrictionOrder order)
    {
        if (OrderRefusal(caller, order.Region) is { } refusal)
        {
            return refusal;
        }
        if (FindOrderProposal(order.Id) is { } known)
        {
            return Answer.Of(Same(known.Order, order) && known.ProposedBy == caller.AccountId ? AnswerStatus.Done : AnswerStatus.Conflict);
        }
        if (await OrderFault(caller, order) is { } fault)
        {
            return fault;
        }
        if (!order.CoversSeveralDistricts() || FindOrder(order.Id) is not null || State.OrderProposals.Length >= MaxEntries)
        {
            return Answer.Of(AnswerStatus.Conflict);
        }
        var proposal = new OrderProposal(order, caller.AccountId, time.GetUtcNow());
        var next = State with { OrderProposals = State.OrderProposals.Add(proposal) };
        return await Take(new ProposalStep("order-proposed", order.Id, Facts(order), next));
    }

    public async ValueTask<Answer> ApproveOrder(Caller caller, Guid orderId) =>
        ProposedOrderRefusal(caller, orderId) is { } refusal
            ? refusal
            : await ApproveProposal(
                caller,
                FindOrderProposal(orderId),
                (known, now) =>
                {
                    var order = known.ApprovedOn(Today);
                    // Its last day may be over.
                    if (!PolicyChecks.Of(order, Today).IsEmpty)
                    {
                        return null;
                    }
                    var approved = known with { ApprovedBy = caller.AccountId, ApprovedAt = now };
                    var next = State with
                    {
                        OrderProposals = State.OrderProposals.Replace(known, approved),
                        Orders = State.Orders.Add(new RestrictionOrderEntry(order, known.ProposedBy, now, ApprovedBy: caller.AccountId)),
                    };
                    return new ProposalStep("order-approved", orderId, Facts(order), next);
                }
            );

    public async ValueTask<Answer> WithdrawOrderProposal(Caller caller, Guid orderId) =>
        ProposedOrderRefusal(caller, orderId) is { } refusal
            ? refusal
            : await WithdrawProposal(
                caller,
                FindOrderProposal(orderId),
                (known, now) =>
                {
                    var withdrawn = known with { WithdrawnBy = caller.AccountId, WithdrawnAt = now };
                    var next = State with { OrderProposals = State.OrderProposals.Replace(known, withdrawn) };
                    return new ProposalStep("order-withdrawn", orderId, Facts(known.Order), next);
                }
            );

    public async ValueTask<Answer> WithdrawOrder(Caller caller, Guid orderId, KoreanDay from)
    {
        if (Refusal(caller) is { } refusal)
        {
            return refusal;
        }
        if (FindOrder(orderId) is not { } known)
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

    private static Answer? OrderRefusal(Caller caller, Jurisdiction region, [CallerMemberName] string method = "") =>
        Refusal(caller, method) ?? (caller.Jurisdiction.Covers(region) ? null : Answer.Of(AnswerStatus.Refused));

    private Answer? ProposedOrderRefusal(Caller caller, Guid orderId, [CallerMemberName] string method = "") =>
        FindOrderProposal(orderId) is { } known ? OrderRefusal(caller, known.Order.Region, method) : Refusal(caller, method);

    private async Task<Answer?> OrderFault(Caller caller, RestrictionOrder order)
    {
        var errors = PolicyChecks.Of(order, Today);
        if (order.FacilityId is { } facility && !order.Region.Covers(await DistrictOf(facility, caller)))
        {
            errors = errors.Add(new FieldError(nameof(order.FacilityId), FieldProblem.Unknown));
        }
        return errors.IsEmpty ? null : Answer.Invalid(errors);
    }

    private RestrictionOrderEntry? FindOrder(Guid orderId) => State.Orders.FirstOrDefault(entry => entry.Order.Id == orderId);

    private OrderProposal? FindOrderProposal(Guid orderId) => State.OrderProposals.FirstOrDefault(entry => entry.Order.Id == orderId);

    private static Dictionary<string, string> Facts(RestrictionOrder order) =>
        new()
        {
            ["region"] = order.Region.Code,
            ["effect"] = $"{order.Effect}",
            ["from"] = $"{order.From}",
        };

    // Arrays compare by reference.
    private static bool Same(RestrictionOrder one, RestrictionOrder other) =>
        one == other with { Types = one.Types } && one.Types.SequenceEqual(other.Types);
}
