using Orleans.Metadata;
using Orleans.Runtime;

namespace KiPass.Grains.Visits.Tokens;

/// <summary>
/// Gets the grain of a token. Resolves the grain types once, because <c>GetGrain</c> reads attributes by reflection in every call.
/// </summary>
internal sealed class TokenReferences(IGrainFactory grains, GrainTypeResolver types, GrainInterfaceTypeResolver interfaces)
{
    private readonly GrainType type = types.GetGrainType(typeof(TokenGrain));
    private readonly GrainInterfaceType contract = interfaces.GetGrainInterfaceType(typeof(ITokenGrain));

    public ITokenGrain this[TokenKey token] => (ITokenGrain)grains.GetGrain(GrainId.Create(type, TokenGrain.KeyOf(token)), contract);
}
