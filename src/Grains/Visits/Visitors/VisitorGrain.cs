using System.Data.Common;

namespace KiPass.Grains.Visits.Visitors;

/// <inheritdoc cref="IVisitorGrain"/>
internal sealed class VisitorGrain(IVisitReader visits, TimeProvider time) : Grain, IVisitorGrain
{
    public async ValueTask<IReadOnlyList<VisitRow>?> Visits()
    {
        // Nothing is cached between calls: a voided or destroyed visit must disappear at once, and memory must not reveal who is being
        // traced.
        DeactivateOnIdle();
        var key = VisitorKey.Parse(this.GetPrimaryKeyString());
        try
        {
            return await visits.OfTicket(key.Issuer, key.Day, key.Ticket, time.GetUtcNow(), CancellationToken.None);
        }
        catch (Exception e) when (e is DbException or TimeoutException)
        {
            return null;
        }
    }
}
