using KiPass.Hosting.Settings;

namespace KiPass.Grains.BusinessRegistry;

/// <summary>
/// The section <c>Register:TaxService</c>: how the register calls the National Tax Service (국세청). Without a key, officials verify business
/// numbers manually.
/// </summary>
internal sealed class TaxServiceOptions
{
    /// <summary>Base address, without the path <c>/api/nts-businessman/v1</c>.</summary>
    public string Url { get; set; } = "https://api.odcloud.kr";

    /// <summary>The service key issued by the data portal (decoded).</summary>
    public string ServiceKey { get; set; } = "";

    /// <summary>Time-out of one attempt, after which it is retried.</summary>
    public TimeSpan AttemptTimeout { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>Time-out of a call including all its attempts, at most 1 minute.</summary>
    public TimeSpan TotalTimeout { get; set; } = TimeSpan.FromSeconds(12);

    /// <summary>The problems, one line each; empty when the options are valid.</summary>
    public IEnumerable<string> Faults()
    {
        if (SettingFault.HttpUrl("Register:TaxService:Url", Url) is { } fault)
        {
            yield return fault;
        }
        if (AttemptTimeout <= TimeSpan.Zero || TotalTimeout < AttemptTimeout || TotalTimeout > TimeSpan.FromMinutes(1))
        {
            yield return $"Register:TaxService:AttemptTimeout: {AttemptTimeout}, Register:TaxService:TotalTimeout: {TotalTimeout}; the first must be above 00:00:00 and not above the second, that at most 00:01:00.";
        }
    }
}
