namespace KiPass.Grains.Visits;

/// <summary>One scan of an admitted device.</summary>
/// <param name="ScannedAt">When the device scanned, in server time: the verdict time.</param>
internal readonly record struct Scan(Guid FacilityId, Guid DeviceId, Guid ScanId, DateTimeOffset ScannedAt, DateTimeOffset ReceivedAt);
