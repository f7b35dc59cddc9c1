namespace KiPass.Portal.Officials.Traces.Orders;

/// <summary>
/// Initial values of the next trace order form. Passed between pages in memory, because the places of a case must not appear in a URL. One
/// instance per browser session.
/// </summary>
internal sealed class TraceOrderPrefill
{
    private (Guid CaseId, WindowPrefill Window)? held;

    public void Put(Guid caseId, WindowPrefill window) => held = (caseId, window);

    /// <summary>Takes the values stored for this case. They can be read once.</summary>
    public WindowPrefill? Take(Guid caseId)
    {
        var window = held is { } found && found.CaseId == caseId ? found.Window : null;
        held = null;
        return window;
    }
}

/// <summary>A facility and a time window of at most one day.</summary>
internal sealed record WindowPrefill(Guid FacilityId, string Name, string District, DateTimeOffset From, DateTimeOffset To);
