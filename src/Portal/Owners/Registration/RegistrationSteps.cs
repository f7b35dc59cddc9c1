using KiPass.Contracts.Access;
using KiPass.Contracts.Facilities;

namespace KiPass.Portal.Owners.Registration;

/// <summary>The five steps of a registration and the fields of each.</summary>
internal static class RegistrationSteps
{
    public const int Count = 5;
    public const int Contact = 3;
    public const int Certificate = 4;

    private static readonly string[][] Fields =
    [
        [
            nameof(FacilityFacts.BusinessNumber),
            nameof(FacilityFacts.Name),
            nameof(FacilityFacts.OpenedOn),
            nameof(FacilityFacts.Representative),
        ],
        [nameof(FacilityFacts.District), nameof(FacilityFacts.Address)],
        [nameof(FacilityFacts.Type), nameof(FacilityFacts.Capacity)],
        [nameof(FacilityFacts.ManagerName), nameof(FacilityFacts.Phone)],
        [],
    ];

    /// <summary>Titles of the steps, as resource keys.</summary>
    public static readonly string[] Titles = ["step Business", "step Place", "step Kind", "step Contact", "step Certificate"];

    public static IEnumerable<FieldError> Of(int step, IEnumerable<FieldError> errors) =>
        errors.Where(error => Fields[step].Contains(error.Field));

    /// <summary>Index of the step that contains a field. The last step if none does.</summary>
    public static int Of(FieldError error) =>
        Array.FindIndex(Fields, fields => fields.Contains(error.Field)) is var step && step >= 0 ? step : Count - 1;
}
