namespace KiPass.Contracts.Facilities;

/// <summary>
/// The official of a demonstration (<c>./kipass up --demo</c>) who entered what the register's demonstration data records: licence lists, invitations
/// and orders.
/// </summary>
public static class DemoOfficial
{
    /// <summary>Id of the official's account in the officials' portal.</summary>
    public static readonly Guid Id = new("2020aaaa-0610-4c0d-8e30-0000000000a1");

    /// <summary>The id as used by grains: 32 hexadecimal digits in groups, lower case.</summary>
    public static string AccountId => Id.ToString();

    /// <summary>Id of the approver's account in the officials' portal.</summary>
    public static readonly Guid ApproverId = new("2020aaaa-0610-4c0d-8e30-0000000000a2");
}
