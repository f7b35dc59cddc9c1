namespace KiPass.Contracts.Facilities;

/// <summary>
/// Who owns and works for the facilities of a demonstration (<c>./kipass up --demo</c>): the register and the owners' portal seed their sides one after the
/// other, and neither reads the other's store.
/// </summary>
public static class DemoOwner
{
    /// <summary>Id of the owner's account in the owners' area.</summary>
    public static readonly Guid Id = new("2020aaaa-0610-4c0d-8e30-000000000001");

    /// <summary>Id of the account that is manager of every facility of the demonstration.</summary>
    public static readonly Guid ManagerId = new("2020aaaa-0610-4c0d-8e30-000000000002");

    /// <summary>Id of the account that is scanner of every facility of the demonstration.</summary>
    public static readonly Guid ScannerId = new("2020aaaa-0610-4c0d-8e30-000000000003");

    /// <summary>The id as grains know it: 32 hexadecimal digits in groups, lower case.</summary>
    public static string AccountId => Id.ToString();
}
