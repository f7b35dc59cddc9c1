using System.ComponentModel.DataAnnotations;

namespace KiPass.Issuer.Settings;

/// <summary>Limits against scripted use. Their upper ends are for benchmarks and tests; no setting switches one off.</summary>
internal sealed class LimitSettings
{
    private const int Most = 1_000_000_000;

    /// <summary>
    /// Passes a session may fetch in a minute, and at once: 40 to 1,000,000,000. Default 480: a visitor and ten companions who fetch the
    /// most passes at the same moment.
    /// </summary>
    [Range(40, Most)]
    public int PassesPerMinute { get; set; } = 480;

    /// <summary>
    /// Tickets a session may fetch in an hour, and at once: 96 to 1,000,000,000; a request takes 96. Default 2,112: twice what a visitor and ten
    /// companions fetch on a fresh phone.
    /// </summary>
    [Range(96, Most)]
    public int TicketsPerHour { get; set; } = 2_112;

    /// <summary>Codes that one phone number may ask for in an hour: 1 to 1,000,000,000. Default 5.</summary>
    [Range(1, Most)]
    public int CodesPerPhoneAndHour { get; set; } = 5;

    /// <summary>Codes that one phone number may ask for in 24 hours: 1 to 1,000,000,000. Default 15.</summary>
    [Range(1, Most)]
    public int CodesPerPhoneAndDay { get; set; } = 15;

    /// <summary>
    /// Codes that one address may ask for in an hour for the same phone number, so that a stranger cannot use up the codes of its owner: 1 to
    /// 1,000,000,000. Default 3. In 24 hours, three times as many.
    /// </summary>
    [Range(1, Most)]
    public int CodesPerPhoneAddressAndHour { get; set; } = 3;

    /// <summary>Codes that one address may ask for in a minute (many people share a carrier's address): 1 to 1,000,000,000. Default 60.</summary>
    [Range(1, Most)]
    public int CodesPerAddressAndMinute { get; set; } = 60;

    /// <summary>Codes that one address may ask for in an hour: 1 to 1,000,000,000. Default 600.</summary>
    [Range(1, Most)]
    public int CodesPerAddressAndHour { get; set; } = 600;

    /// <summary>Codes that one address may ask for in 24 hours: 1 to 1,000,000,000. Default 3000.</summary>
    [Range(1, Most)]
    public int CodesPerAddressAndDay { get; set; } = 3_000;

    /// <summary>Confirmations from one address in a minute: 1 to 1,000,000,000. Default 120.</summary>
    [Range(1, Most)]
    public int ConfirmationsPerAddressAndMinute { get; set; } = 120;

    /// <summary>Requests with an unknown session from one address in a minute: 1 to 1,000,000,000. Default 120.</summary>
    [Range(1, Most)]
    public int UnknownSessionsPerAddressAndMinute { get; set; } = 120;
}
