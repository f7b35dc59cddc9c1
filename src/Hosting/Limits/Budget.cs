namespace KiPass.Hosting.Limits;

/// <summary>How often something may happen within an hour and within a day.</summary>
public readonly record struct Budget(int PerHour, int PerDay);
