using KiPass.Contracts.Policy;
using Orleans.Concurrency;

namespace KiPass.Grains.Policy;

/// <summary>
/// Read access to the policy for the register's own grains and host; implemented by the grain of <see cref="IPolicyGrain"/>.
/// </summary>
[Alias("kipass.policy-keeper")]
internal interface IPolicyReader : IGrainWithStringKey
{
    /// <summary>All entries.</summary>
    [Alias("Entries"), AlwaysInterleave]
    ValueTask<PolicyHistory> Entries();
}
