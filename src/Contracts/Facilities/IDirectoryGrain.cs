using System.Collections.Immutable;
using KiPass.Contracts.Access;
using KiPass.Contracts.Policy;

namespace KiPass.Contracts.Facilities;

/// <summary>
/// Lists and searches facilities (시설 목록). Reads a projection that is updated immediately with each change of a facility, or within minutes
/// after a failure. Key <see cref="Key"/>.
/// </summary>
[Alias("kipass.directory")]
public interface IDirectoryGrain : IGrainWithStringKey
{
    /// <summary>The only key.</summary>
    const string Key = "directory";

    /// <summary>
    /// The facilities in which the caller (an account of the owners' area) has a role, and those offered to it; sorted by name, at most
    /// 1,000.
    /// </summary>
    [Alias("Mine")]
    [OpenTo(CallerRole.Account)]
    ValueTask<Answer<ImmutableArray<FacilitySummary>>> Mine(Caller caller);

    /// <summary>
    /// Today's obligation and its next change for the submitted, active and suspended facilities in which the caller is owner or manager;
    /// sorted by name, at most 1,000.
    /// </summary>
    [Alias("Outlook")]
    [OpenTo(CallerRole.Account)]
    ValueTask<Answer<ImmutableArray<FacilityOutlook>>> Outlook(Caller caller);

    /// <summary>Facilities in an official's jurisdiction, without drafts.</summary>
    /// <returns>Invalid when limit, offset or text is out of range; Refused for a region outside the jurisdiction.</returns>
    [Alias("Search")]
    [OpenTo(CallerRole.Official, CallerRole.Approver)]
    ValueTask<Answer<DirectoryPage>> Search(Caller caller, DirectoryQuery query);

    /// <summary>
    /// The impact of an order, with one page (<paramref name="limit"/> 1 to 200) of the facilities whose obligation it would change.
    /// </summary>
    /// <returns>Invalid for an invalid order; Refused for a region outside the jurisdiction.</returns>
    [Alias("Preview")]
    [OpenTo(CallerRole.Official, CallerRole.Approver)]
    ValueTask<Answer<OrderImpact>> Preview(Caller caller, RestrictionOrder order, int offset, int limit);

    /// <summary>
    /// The impact of another crisis level in the caller's jurisdiction, with one page (<paramref name="limit"/> 1 to 200) of the facilities
    /// whose obligation it would change.
    /// </summary>
    /// <returns>Invalid for an invalid change.</returns>
    [Alias("PreviewLevel")]
    [OpenTo(CallerRole.Official, CallerRole.Approver)]
    ValueTask<Answer<OrderImpact>> PreviewLevel(Caller caller, LevelChange change, int offset, int limit);
}
