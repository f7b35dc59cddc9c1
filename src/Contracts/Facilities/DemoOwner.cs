namespace KiPass.Contracts.Facilities;

/// <summary>
/// Who owns the facilities of a demonstration (<c>./kipass up --demo</c>): the register and the owners' portal seed their sides one after the
/// other, and neither reads the other's store.
/// </summary>
public static class DemoOwner
{
    /// <summary>Id of the owner's account in the owners' area.</summary>
    public static readonly Guid Id = new("2020aaaa-0610-4c0d-8e30-000000000001");

    /// <summary>The id as grains know it: 32 hexadecimal digits in groups, lower case.</summary>
    public static string AccountId => Id.ToString();
}
