namespace KiPass.Portal.Officials.Traces.Orders;

/// <summary>
/// What the next form of an order begins with: handed from page to page in memory, because where cases were has no place in an address.
/// One a session of a browser.
/// </summary>
internal sealed class TraceOrderPrefill
{
    private (Guid CaseId, WindowPrefill Window)? held;

    public void Put(Guid caseId, WindowPrefill window) => held = (caseId, window);

    /// <summary>What was put for this case, once.</summary>
    public WindowPrefill? Take(Guid caseId)
    {
        var window = held is { } found && found.CaseId == caseId ? found.Window : null;
        held = null;
        return window;
    }
}

/// <summary>A facility and a window of at most one day.</summary>
internal sealed record WindowPrefill(Guid FacilityId, string Name, string District, DateTimeOffset From, DateTimeOffset To);
