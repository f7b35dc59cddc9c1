using KiPass.Contracts.Access;

namespace KiPass.Contracts.Facilities;

/// <summary>Names that owners give to devices and zones, validated by the same rule in the portal's forms and in the register.</summary>
public static class NameRules
{
    /// <summary>Maximum length of a device's name.</summary>
    public const int MaxDevice = 60;

    /// <summary>Maximum length of a zone's name.</summary>
    public const int MaxZone = 40;

    /// <summary>What is wrong with a name; null if it is valid.</summary>
    public static FieldProblem? Problem(string name, int longest) =>
        string.IsNullOrWhiteSpace(name) ? FieldProblem.Missing
        : name.Trim().Length > longest ? FieldProblem.TooLong
        : name.Any(char.IsControl) ? FieldProblem.Malformed
        : null;
}
