namespace KiPass.Contracts.Facilities;

/// <summary>Entries of one facility up to now; visits and paper visits, without voided ones.</summary>
/// <param name="Day">The current Korean day.</param>
/// <param name="Today">Entries of this day.</param>
/// <param name="LastHour">Entries of the last 60 minutes.</param>
[GenerateSerializer, Immutable, Alias("kipass.live-entries")]
public sealed record LiveEntries([property: Id(0)] DateOnly Day, [property: Id(1)] int Today, [property: Id(2)] int LastHour);
