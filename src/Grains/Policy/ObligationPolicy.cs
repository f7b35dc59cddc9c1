using KiPass.Contracts.Policy;
using KiPass.Tokens;

namespace KiPass.Grains.Policy;

/// <summary>
/// Whether a facility must keep the electronic log on a day, and by what. In order: the crisis level (Caution or Interest ends all), an
/// approved exemption, an order that releases, and then the stricter of order and rule; of two equally strict the order. Pure.
/// </summary>
internal static class ObligationPolicy
{
    public static Obligation On(KoreanDay day, ObligationProfile facility, PolicyBook book)
    {
        var losers = new OverruledRules();
        var rule = StrictestRule(day, facility, book, ref losers);
        var order = book.HasOrders ? MostSpecificOrder(day, facility, book, ref losers) : null;
        var winner = Winner(day, rule, order, ref losers);
        if (book.ExemptionOn(day, facility.FacilityId) is { } exemption)
        {
            losers.Add(winner, OverruledWhy.Exempted);
            winner = exemption;
        }
        if (book.LevelItemOn(day) is not { } level || book.LevelOn(day) <= CrisisLevel.Caution)
        {
            losers.Add(winner, OverruledWhy.LevelEndsAll);
            winner = book.LevelItemOn(day);
        }
        return Answer(day, winner, losers);
    }

    private static PolicyItem? StrictestRule(KoreanDay day, ObligationProfile facility, PolicyBook book, ref OverruledRules losers)
    {
        PolicyItem? best = null;
        foreach (var rule in book.RulesFor(facility.Type))
        {
            if ((rule.Misses(facility) ?? rule.OutOfForce(day)) is { } why)
            {
                losers.Add(rule, why);
            }
            else if (best is null || rule.KindOn(day) > best.KindOn(day))
            {
                losers.Add(best, OverruledWhy.Milder);
                best = rule;
            }
            else
            {
                losers.Add(rule, OverruledWhy.Milder);
            }
        }
        return best;
    }

    private static PolicyItem? MostSpecificOrder(KoreanDay day, ObligationProfile facility, PolicyBook book, ref OverruledRules losers)
    {
        PolicyItem? best = null;
        Consider(book.OrdersFor(facility.FacilityId), ref losers);
        Consider(book.OrdersIn(facility.District), ref losers);
        Consider(book.OrdersIn(facility.District.AsSpan(0, Math.Min(2, facility.District.Length))), ref losers);
        Consider(book.OrdersIn(""), ref losers);
        return best;

        void Consider(ReadOnlySpan<PolicyItem> orders, ref OverruledRules losers)
        {
            foreach (var order in orders)
            {
                if ((order.Types.Count > 0 && !order.Types.Contains(facility.Type)) || order.Misses(facility) is not null)
                {
                    continue;
                }
                switch (order.OutOfForce(day))
                {
                    case OverruledWhy.NotYet:
                        losers.Add(order, OverruledWhy.NotYet);
                        break;
                    case null when best is null || order.Specificity > best.Specificity:
                        losers.Add(best, OverruledWhy.LessSpecific);
                        best = order;
                        break;
                    case null when order.Specificity < best.Specificity:
                        losers.Add(order, OverruledWhy.LessSpecific);
                        break;
                    // Orders come as they were entered: of two from the same day the one entered later counts.
                    case null when order.From >= best.From:
                        losers.Add(best, OverruledWhy.Older);
                        best = order;
                        break;
                    case null:
                        losers.Add(order, OverruledWhy.Older);
                        break;
                    default:
                        break;
                }
            }
        }
    }

    private static PolicyItem? Winner(KoreanDay day, PolicyItem? rule, PolicyItem? order, ref OverruledRules losers)
    {
        if (rule is null || order is null)
        {
            return order ?? rule;
        }
        if (order.Effect == RestrictionEffect.Release || order.KindOn(day) >= rule.KindOn(day))
        {
            losers.Add(rule, OverruledWhy.OrderBeforeRule);
            return order;
        }
        losers.Add(order, OverruledWhy.Milder);
        return rule;
    }

    private static Obligation Answer(KoreanDay day, PolicyItem? winner, OverruledRules losers)
    {
        if (winner is null)
        {
            return new Obligation { Overruled = losers.Told };
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
            Overruled = losers.Told,
        };
    }
}
