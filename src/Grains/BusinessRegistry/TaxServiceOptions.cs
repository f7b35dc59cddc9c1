namespace KiPass.Grains.BusinessRegistry;

/// <summary>The section <c>Register:TaxService</c>: how the register asks the National Tax Service (국세청). Without a key, officials confirm by hand.</summary>
internal sealed class TaxServiceOptions
{
    /// <summary>Address without the path <c>/api/nts-businessman/v1</c>.</summary>
    public string Url { get; set; } = "https://api.odcloud.kr";

    /// <summary>The service key, as given out by the data portal (decoded).</summary>
    public string ServiceKey { get; set; } = "";

    /// <summary>How long one attempt may take; an attempt that takes longer is made again.</summary>
    public TimeSpan AttemptTimeout { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>How long all attempts of a call may take together.</summary>
    public TimeSpan TotalTimeout { get; set; } = TimeSpan.FromSeconds(12);

    /// <summary>What is wrong; empty when the options can be used.</summary>
    public IEnumerable<string> Faults()
    {
        if (!Uri.TryCreate(Url, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
        {
            yield return $"Register:TaxService:Url: '{Url}' is not an http(s) address.";
        }
        if (AttemptTimeout <= TimeSpan.Zero || TotalTimeout < AttemptTimeout || TotalTimeout > TimeSpan.FromMinutes(1))
        {
            yield return $"Register:TaxService:AttemptTimeout: {AttemptTimeout}, Register:TaxService:TotalTimeout: {TotalTimeout}; the first must be above 00:00:00 and not above the second, that at most 00:01:00.";
        }
    }
}
