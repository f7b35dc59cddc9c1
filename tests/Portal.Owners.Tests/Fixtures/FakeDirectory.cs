using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Reflection;
using KiPass.Contracts.Access;
using KiPass.Contracts.Facilities;
using KiPass.Contracts.Policy;
using KiPass.Portal.Owners.Tests.Messages;
using KiPass.Portal.Shared.Register;
using KiPass.Portal.Testing;
using KiPass.Tokens;

// A proxy's class is derived from at run time.
#pragma warning disable CA1852

namespace KiPass.Portal.Owners.Tests.Fixtures;

/// <summary>The register as notices ask it: how an account's facilities stand, and which policy is in force.</summary>
internal sealed class FakeDirectory
{
    private readonly ConcurrentDictionary<Guid, FacilityOutlook> outlooks = new();

    public bool Reachable { get; set; } = true;

    public int Version { get; set; } = 1;

    public RegisterCalls Calls => new(new FakeSilo((type, _) => Grain(type)).Client(CallingPortal.Owners));

    /// <summary>An account's one facility, and how it stands.</summary>
    public void Put(Guid account, ObligationKind kind, KoreanDay? from = null, ObligationKind next = ObligationKind.Voluntary)
    {
        var change = from is { } day ? new DatedObligation(day, Of(next, "서울특별시 고시 제2020-2호")) : null;
        outlooks[account] = new FacilityOutlook(account, "종로포차", Of(kind, "서울특별시 고시 제2020-1호"), change);
    }

    private static Obligation Of(ObligationKind kind, string title) => new() { Kind = kind, Title = new Bilingual(title, title) };

    private object Grain(Type type)
    {
        if (!Reachable)
        {
            throw new HttpRequestException(HttpRequestError.ConnectionError);
        }
        if (type == typeof(IPolicyGrain))
        {
            var policy = DispatchProxy.Create<IPolicyGrain, GrainProxy>();
            ((GrainProxy)(object)policy).Directory = this;
            return policy;
        }
        var directory = DispatchProxy.Create<IDirectoryGrain, GrainProxy>();
        ((GrainProxy)(object)directory).Directory = this;
        return directory;
    }

    private Answer<ImmutableArray<FacilityOutlook>> Outlook(Caller caller) =>
        outlooks.TryGetValue(Guid.Parse(caller.AccountId), out var one)
            ? ImmutableArray.Create(one)
            : ImmutableArray<FacilityOutlook>.Empty;

    internal class GrainProxy : DispatchProxy
    {
        internal FakeDirectory Directory { get; set; } = null!;

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
            targetMethod!.Name switch
            {
                nameof(IDirectoryGrain.Outlook) => new ValueTask<Answer<ImmutableArray<FacilityOutlook>>>(
                    Directory.Outlook((Caller)args![0]!)
                ),
                nameof(IPolicyGrain.Version) => new ValueTask<int>(Directory.Version),
                var other => throw new NotSupportedException(other),
            };
    }
}
