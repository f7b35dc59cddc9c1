using System.ComponentModel.DataAnnotations;
using KiPass.Tokens.Orders;

namespace KiPass.Issuer.Settings;

/// <summary>What this issuer discloses at most, whatever an order allows: a register or authority that lies is bounded by it.</summary>
internal sealed class DisclosureSettings
{
    private const int Most = 10_000_000;

    /// <summary>Distinct people for one order, over all its requests: 1 to 100,000. Default 10,000. The order's own limit applies too. Four times as many tickets.</summary>
    [Range(1, TraceOrder.MostContacts)]
    public int ContactsPerOrder { get; set; } = 10_000;

    /// <summary>Distinct people on one Korean day, over all orders: 1 to 10,000,000. Default 100,000. Four times as many tickets.</summary>
    [Range(1, Most)]
    public int ContactsPerDay { get; set; } = 100_000;

    /// <summary>New orders on one Korean day: 1 to 10,000,000. Default 2,000.</summary>
    [Range(1, Most)]
    public int OrdersPerDay { get; set; } = 2_000;
}
