using KiPass.SystemTests;
using KiPass.SystemTests.Portal;
using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(KiPass.SystemTests.Fixtures.LongestFirst))]

namespace KiPass.SystemTests.Fixtures;

/// <summary>The tests of the portal share a stack and take half of the whole time: they begin first, the others run beside them.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection =>
        [
            .. testCollections
                .OrderByDescending(collection => collection.TestCollectionDisplayName == PortalGroup.Name)
                .ThenBy(collection => collection.TestCollectionDisplayName, StringComparer.Ordinal),
        ];
}
