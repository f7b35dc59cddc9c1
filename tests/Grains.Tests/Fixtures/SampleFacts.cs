using KiPass.Contracts.Facilities;
using KiPass.Grains.Tests.Facilities;

namespace KiPass.Grains.Tests.Fixtures;

internal static class SampleFacts
{
    /// <summary>A hunting pub in Jongno-gu, with all that a registration needs.</summary>
    public static FacilityFacts HuntingPub { get; } =
        new()
        {
            BusinessNumber = "120-88-00767",
            Name = "종로포차",
            OpenedOn = new DateOnly(2018, 3, 2),
            Representative = "김사장",
            ManagerName = "이관리",
            Phone = "0212345678",
            District = "11110",
            Address = "종로 1",
            Type = "hunting-pub",
            Capacity = 80,
        };
}
