using Orleans.Metadata;
using Orleans.Runtime;

namespace KiPass.Grains.Visits.Tokens;

/// <summary>Finds the grain of a token. The types are looked up once: <c>GetGrain</c> reads attributes by reflection at every call.</summary>
internal sealed class TokenReferences(IGrainFactory grains, GrainTypeResolver types, GrainInterfaceTypeResolver interfaces)
{
    private readonly GrainType type = types.GetGrainType(typeof(TokenGrain));
    private readonly GrainInterfaceType contract = interfaces.GetGrainInterfaceType(typeof(ITokenGrain));

    public ITokenGrain this[TokenKey token] => (ITokenGrain)grains.GetGrain(GrainId.Create(type, TokenGrain.KeyOf(token)), contract);
}
