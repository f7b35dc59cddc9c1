using KiPass.Hosting.Demo;
using KiPass.Testing;
using Microsoft.Extensions.Time.Testing;

namespace KiPass.Hosting.Tests.Attacks;

/// <summary>The tickets of a demonstration's one-click sign-ins.</summary>
public sealed class DemoTicketAttacks
{
    private readonly FakeTimeProvider time = new(new DateTimeOffset(2020, 6, 10, 0, 0, 0, TimeSpan.Zero));

    [Fact, Attack("A program that was not started with --demo accepts a one-click sign-in")]
    public void Nobody_gets_tickets_from_a_program_without_switch_or_key()
    {
        using var folder = new TemporaryFolder();
        Assert.Null(DemoTickets.Of(folder.Path, demo: true, time));
        DemoTickets.Create([folder.Path]);
        Assert.Null(DemoTickets.Of(folder.Path, demo: false, time));
        Assert.NotNull(DemoTickets.Of(folder.Path, demo: true, time));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(folder[DemoTickets.FileName]));
        DemoTickets.Remove([folder.Path]);
        Assert.Null(DemoTickets.Of(folder.Path, demo: true, time));
    }

    [Fact, Attack("A ticket of a demonstration is used twice, late, at another program or for another role")]
    public void Nobody_uses_a_ticket_for_anything_but_one_sign_in()
    {
        using var folder = new TemporaryFolder();
        DemoTickets.Create([folder.Path]);
        var tickets = DemoTickets.Of(folder.Path, demo: true, time)!;
        var ticket = tickets.Issue("owners", "owner");

        Assert.Null(tickets.Redeem("officials", ticket));
        Assert.Null(tickets.Redeem("owners", ticket.Replace("owner.", "manager.", StringComparison.Ordinal)));
        Assert.Equal("owner", tickets.Redeem("owners", ticket));
        Assert.Null(tickets.Redeem("owners", ticket));
        var late = tickets.Issue("owners", "owner");
        time.Advance(TimeSpan.FromSeconds(61));
        Assert.Null(tickets.Redeem("owners", late));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("owner")]
    [InlineData("owner.9999999999.00.00")]
    [InlineData("owner.9999999999.ff.\ud83d\ude00")]
    [InlineData("a.b.c.d.e")]
    [Attack("A ticket of a demonstration is forged")]
    public void Nobody_forges_a_ticket(string? ticket)
    {
        using var folder = new TemporaryFolder();
        DemoTickets.Create([folder.Path]);
        Assert.Null(DemoTickets.Of(folder.Path, demo: true, time)!.Redeem("owners", ticket));
    }

    [Fact, Attack("A ticket of an earlier demonstration is used in a later one")]
    public void Nobody_uses_a_ticket_of_an_earlier_run()
    {
        using var folder = new TemporaryFolder();
        DemoTickets.Create([folder.Path]);
        var ticket = DemoTickets.Of(folder.Path, demo: true, time)!.Issue("owners", "owner");
        DemoTickets.Create([folder.Path]);
        Assert.Null(DemoTickets.Of(folder.Path, demo: true, time)!.Redeem("owners", ticket));
    }
}
