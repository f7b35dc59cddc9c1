using KiPass.Contracts.Policy;
using KiPass.Tokens;

namespace KiPass.Grains.Policy;

/// <summary>
/// Determines whether a facility must keep the electronic log on a day, and on what basis. Precedence: the crisis level (Caution or
/// Interest ends every obligation), an approved exemption, an order that lifts the obligation, then the stricter of order and rule; the
/// order if both are equally strict. Pure.
/// </summary>
internal static class ObligationPolicy
{
    public static Obligation On(KoreanDay day, ObligationProfile facility, PolicySnapshot policy)
    {
        var overruled = new OverruledRules();
        var rule = StrictestRule(day, facility, policy, ref overruled);
        var order = policy.HasOrders ? MostSpecificOrder(day, facility, policy, ref overruled) : null;
        var winner = Winner(day, rule, order, ref overruled);
        if (policy.ExemptionOn(day, facility.FacilityId) is { } exemption)
        {
            overruled.Add(winner, OverruledWhy.Exempted);
            winner = exemption;
        }
        if (policy.LevelItemOn(day) is not { } level || policy.LevelOn(day) <= CrisisLevel.Caution)
        {
            overruled.Add(winner, OverruledWhy.LevelEndsAll);
            winner = policy.LevelItemOn(day);
        }
        return Answer(day, winner, overruled);
    }

    private static PolicyItem? StrictestRule(KoreanDay day, ObligationProfile facility, PolicySnapshot policy, ref OverruledRules overruled)
    {
        PolicyItem? best = null;
        foreach (var rule in policy.RulesFor(facility.Type))
        {
            if ((rule.ReasonNotCovering(facility) ?? rule.ReasonNotInForce(day)) is { } why)
            {
                overruled.Add(rule, why);
            }
            else if (best is null || rule.KindOn(day) > best.KindOn(day))
            {
                overruled.Add(best, OverruledWhy.Milder);
                best = rule;
            }
            else
            {
                overruled.Add(rule, OverruledWhy.Milder);
            }
        }
        return best;
    }

    private static PolicyItem? MostSpecificOrder(
        KoreanDay day,
        ObligationProfile facility,
        PolicySnapshot policy,
        ref OverruledRules overruled
    )
    {
        PolicyItem? best = null;
        Consider(policy.OrdersFor(facility.FacilityId), ref overruled);
        Consider(policy.OrdersIn(facility.District), ref overruled);
        Consider(policy.OrdersIn(facility.District.AsSpan(0, Math.Min(2, facility.District.Length))), ref overruled);
        Consider(policy.OrdersIn(""), ref overruled);
        return best;

        void Consider(ReadOnlySpan<PolicyItem> orders, ref OverruledRules overruled)
        {
            foreach (var order in orders)
            {
                if ((order.Types.Count > 0 && !order.Types.Contains(facility.Type)) || order.ReasonNotCovering(facility) is not null)
                {
                    continue;
                }
                switch (order.ReasonNotInForce(day))
                {
                    case OverruledWhy.NotYet:
                        overruled.Add(order, OverruledWhy.NotYet);
                        break;
                    case null when best is null || order.Specificity > best.Specificity:
                        overruled.Add(best, OverruledWhy.LessSpecific);
                        best = order;
                        break;
                    case null when order.Specificity < best.Specificity:
                        overruled.Add(order, OverruledWhy.LessSpecific);
                        break;
                    // Orders are sorted by entry time: of two with the same first day, the later entry applies.
                    case null when order.From >= best.From:
                        overruled.Add(best, OverruledWhy.Older);
                        best = order;
                        break;
                    case null:
                        overruled.Add(order, OverruledWhy.Older);
                        break;
                    default:
                        break;
                }
            }
        }
    }

    private static PolicyItem? Winner(KoreanDay day, PolicyItem? rule, PolicyItem? order, ref OverruledRules overruled)
    {
        if (rule is null || order is null)
        {
            return order ?? rule;
        }
        if (order.Effect == RestrictionEffect.Release || order.KindOn(day) >= rule.KindOn(day))
        {
            overruled.Add(rule, OverruledWhy.OrderBeforeRule);
            return order;
        }
        overruled.Add(order, OverruledWhy.Milder);
        return rule;
    }

    private static Obligation Answer(KoreanDay day, PolicyItem? winner, OverruledRules overruled)
    {
        if (winner is null)
        {
            return new Obligation { Overruled = overruled.ToImmutable() };
        }
        var kind = winner.KindOn(day);
        var law = kind == ObligationKind.Voluntary ? null : Law.On(day);
        return new Obligation
        {
            Kind = kind,
            Basis = winner.Basis,
            Source = winner.Source,
            Title = winner.Title,
            Since = winner.From,
            GuidanceUntil = winner.GuidanceUntil,
            Until = winner.Until,
            Law = law?.Basis ?? Bilingual.Empty,
            Penalty = law?.Penalty ?? Bilingual.Empty,
            Overruled = overruled.ToImmutable(),
        };
    }
}
