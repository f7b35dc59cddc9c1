namespace KiPass.Contracts.Facilities;

/// <summary>
/// The accounts that own and manage the facilities of a demonstration (<c>./kipass up --demo</c>). Register and owners' portal seed their
/// own stores with these ids, and neither reads the other's.
/// </summary>
public static class DemoOwner
{
    /// <summary>Id of the owner's account in the owners' area.</summary>
    public static readonly Guid Id = new("2020aaaa-0610-4c0d-8e30-000000000001");

    /// <summary>Id of the account that manages all facilities of the demonstration.</summary>
    public static readonly Guid ManagerId = new("2020aaaa-0610-4c0d-8e30-000000000002");

    /// <summary>Id of the account that has the scanner role in all facilities of the demonstration.</summary>
    public static readonly Guid ScannerId = new("2020aaaa-0610-4c0d-8e30-000000000003");

    /// <summary>The owner's id as used by grains: 32 hexadecimal digits in groups, lower case.</summary>
    public static string AccountId => Id.ToString();
}
