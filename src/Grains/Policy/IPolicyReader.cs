using KiPass.Contracts.Policy;
using Orleans.Concurrency;

namespace KiPass.Grains.Policy;

/// <summary>The policy as the register's own grains and host read it; the same grain as <see cref="IPolicyGrain"/>.</summary>
[Alias("kipass.policy-keeper")]
internal interface IPolicyReader : IGrainWithStringKey
{
    /// <summary>All that was entered.</summary>
    [Alias("Entries"), AlwaysInterleave]
    ValueTask<PolicyHistory> Entries();
}
