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

/// <summary>Serialized form of a <see cref="Ticket"/>.</summary>
[GenerateSerializer, Immutable, Alias("kipass.ticket")]
internal struct TicketSurrogate
{
    [Id(0)]
    public Guid Value;
}

[RegisterConverter]
internal sealed class TicketConverter : IConverter<Ticket, TicketSurrogate>
{
    public Ticket ConvertFromSurrogate(in TicketSurrogate surrogate) => new(surrogate.Value);

    public TicketSurrogate ConvertToSurrogate(in Ticket value) => new() { Value = value.Value };
}
