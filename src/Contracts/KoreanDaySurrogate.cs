using KiPass.Tokens;

namespace KiPass.Contracts;

/// <summary>Serialized form of a <see cref="KoreanDay"/>.</summary>
[GenerateSerializer, Immutable, Alias("kipass.korean-day")]
public struct KoreanDaySurrogate
{
    /// <summary>Days since 1970-01-01.</summary>
    [Id(0)]
    public int Number { get; set; }
}

/// <summary>Converts a <see cref="KoreanDay"/>.</summary>
[RegisterConverter]
public sealed class KoreanDayConverter : IConverter<KoreanDay, KoreanDaySurrogate>
{
    /// <inheritdoc/>
    public KoreanDay ConvertFromSurrogate(in KoreanDaySurrogate surrogate) => new(surrogate.Number);

    /// <inheritdoc/>
    public KoreanDaySurrogate ConvertToSurrogate(in KoreanDay value) => new() { Number = value.Number };
}
