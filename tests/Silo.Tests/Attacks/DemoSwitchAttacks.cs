using KiPass.Grains.Hosting;
using KiPass.Testing;

namespace KiPass.Silo.Tests.Attacks;

public sealed class DemoSwitchAttacks
{
    [Theory]
    [InlineData("https://register.kipass.kr", "https://issuer.kipass.kr", "https://owners.kipass.kr", "https://officials.kipass.kr")]
    [InlineData("https://192.168.0.10:5080", "https://192.168.0.10:5081", "https://192.168.0.10:5082", "https://officials.kipass.kr")]
    [InlineData("http://localhost:5080", "http://localhost:5081", "", "http://localhost:5083")]
    [Attack("An installation on the Internet shows the start page of a demonstration")]
    public void Nobody_starts_a_demonstration_at_an_address_of_the_Internet(
        string register,
        string issuer,
        string owners,
        string officials
    ) => Assert.Single(Options(register, issuer, owners, officials).Faults().Take(1));

    [Theory]
    [InlineData("http://localhost:")]
    [InlineData("https://192.168.0.10:")]
    public void A_demonstration_runs_on_this_machine_or_network(string origin) =>
        Assert.Empty(Options($"{origin}5080", $"{origin}5081", $"{origin}5082", $"{origin}5083").Faults());

    private static RegisterOptions Options(string register, string issuer, string owners, string officials) =>
        new()
        {
            Data = "/data",
            Demo = new RegisterDemo
            {
                RegisterUrl = register,
                IssuerUrl = issuer,
                OwnersUrl = owners,
                OfficialsUrl = officials,
            },
        };
}
