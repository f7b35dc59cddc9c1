using System.Text.Json.Serialization;

namespace KiPass.Grains.BusinessRegistry;

/// <summary>JSON messages of the tax service, with its property names.</summary>
internal sealed record ValidateRequest([property: JsonPropertyName("businesses")] IReadOnlyList<BusinessToValidate> Businesses);

internal sealed record BusinessToValidate(
    [property: JsonPropertyName("b_no")] string Number,
    [property: JsonPropertyName("start_dt")] string OpenedOn,
    [property: JsonPropertyName("p_nm")] string Representative
);

internal sealed record StatusRequest([property: JsonPropertyName("b_no")] IReadOnlyList<string> Numbers);

internal sealed record TaxResponse<T>([property: JsonPropertyName("data")] IReadOnlyList<T>? Data);

internal sealed record ValidatedBusiness(
    [property: JsonPropertyName("b_no")] string? Number,
    [property: JsonPropertyName("valid")] string? Valid,
    [property: JsonPropertyName("status")] BusinessStatus? Status
);

/// <param name="Code">01 active, 02 suspended, 03 closed; empty for a number that is not registered.</param>
internal sealed record BusinessStatus(
    [property: JsonPropertyName("b_no")] string? Number,
    [property: JsonPropertyName("b_stt_cd")] string? Code,
    [property: JsonPropertyName("tax_type")] string? TaxType
)
{
    public TaxFinding Finding(TaxFinding whenActive) =>
        Code switch
        {
            "01" => whenActive,
            "02" => TaxFinding.Suspended,
            "03" => TaxFinding.Closed,
            null or "" => TaxFinding.Unregistered,
            _ => TaxFinding.Unavailable,
        };
}
