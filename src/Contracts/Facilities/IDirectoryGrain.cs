using System.Collections.Immutable;
using KiPass.Contracts.Access;
using KiPass.Contracts.Policy;

namespace KiPass.Contracts.Facilities;

/// <summary>
/// Lists and searches facilities (시설 목록). It reads a projection that follows each change of a facility at once, and after a failure within
/// minutes. Key <see cref="Key"/>.
/// </summary>
[Alias("kipass.directory")]
public interface IDirectoryGrain : IGrainWithStringKey
{
    /// <summary>The only key.</summary>
    const string Key = "directory";

    /// <summary>The facilities in which an account of the owners' area has a role, and those offered to it; by name, at most 1,000.</summary>
    [Alias("Mine")]
    ValueTask<Answer<ImmutableArray<FacilitySummary>>> Mine(Caller caller);

    /// <summary>
    /// How the obligation stands and is going to change in the submitted, active or suspended facilities in which an account of the owners'
    /// area is owner or manager; by name, at most 1,000.
    /// </summary>
    [Alias("Outlook")]
    ValueTask<Answer<ImmutableArray<FacilityOutlook>>> Outlook(Caller caller);

    /// <summary>Facilities in an official's jurisdiction, never drafts.</summary>
    /// <returns>Invalid for a limit, offset or text out of range; Refused for a region outside the jurisdiction.</returns>
    [Alias("Search")]
    ValueTask<Answer<DirectoryPage>> Search(Caller caller, DirectoryQuery query);

    /// <summary>Whom an order would touch, with one page (<paramref name="limit"/> 1 to 200) of those whose obligation it changes.</summary>
    /// <returns>Invalid for an order that could not be entered; Refused for a region outside the jurisdiction.</returns>
    [Alias("Preview")]
    ValueTask<Answer<OrderImpact>> Preview(Caller caller, RestrictionOrder order, int offset, int limit);

    /// <summary>Whom another crisis level would touch in the caller's jurisdiction, with one page (<paramref name="limit"/> 1 to 200) of those whose obligation it changes.</summary>
    /// <returns>Invalid for a change that could not be entered.</returns>
    [Alias("PreviewLevel")]
    ValueTask<Answer<OrderImpact>> PreviewLevel(Caller caller, LevelChange change, int offset, int limit);
}
