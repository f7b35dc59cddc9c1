using System.ComponentModel.DataAnnotations;
using KiPass.Grains.Visits;

namespace KiPass.Silo.Visits;

/// <summary>Requires an instant at most 5 s ahead of the register's clock.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class NotInFutureAttribute : ValidationAttribute
{
    /// <inheritdoc/>
    public override bool RequiresValidationContext => true;

    /// <inheritdoc/>
    protected override ValidationResult? IsValid(object? value, ValidationContext validationContext) =>
        value is DateTimeOffset instant && ScanTime.IsAhead(instant, validationContext.GetRequiredService<TimeProvider>().GetUtcNow())
            ? new ValidationResult("In the future.", [validationContext.MemberName!])
            : ValidationResult.Success;
}
