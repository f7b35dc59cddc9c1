using KiPass.Tokens.Passes;

namespace KiPass.Grains.Visits.Tokens;

/// <summary>Serialized form of a <see cref="TokenId"/>.</summary>
[GenerateSerializer, Immutable, Alias("kipass.token-id")]
internal struct TokenIdSurrogate
{
    [Id(0)]
    public Guid Value;
}

[RegisterConverter]
internal sealed class TokenIdConverter : IConverter<TokenId, TokenIdSurrogate>
{
    public TokenId ConvertFromSurrogate(in TokenIdSurrogate surrogate) => new(surrogate.Value);

    public TokenIdSurrogate ConvertToSurrogate(in TokenId value) => new() { Value = value.Value };
}

/// <summary>Serialized form of a <see cref="Pseudonym"/>.</summary>
[GenerateSerializer, Immutable, Alias("kipass.pseudonym")]
internal struct PseudonymSurrogate
{
    [Id(0)]
    public Guid Value;
}

[RegisterConverter]
internal sealed class PseudonymConverter : IConverter<Pseudonym, PseudonymSurrogate>
{
    public Pseudonym ConvertFromSurrogate(in PseudonymSurrogate surrogate) => new(surrogate.Value);

    public PseudonymSurrogate ConvertToSurrogate(in Pseudonym value) => new() { Value = value.Value };
}
