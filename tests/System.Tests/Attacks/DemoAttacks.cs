using System.Net;
using KiPass.Hosting.Demo;
using KiPass.Testing;

namespace KiPass.SystemTests.Attacks;

/// <summary>The start page of a demonstration signs everyone in as anybody: it must not exist anywhere else.</summary>
public sealed class DemoAttacks
{
    [Fact, Attack("A person signs in with one click at programs that were not started with --demo")]
    public async Task Nobody_finds_a_start_page_or_a_one_click_sign_in_without_the_demo()
    {
        using var folder = new TemporaryFolder();
        // Left by a demonstration on the same data, whose tickets somebody still has.
        var domains = new[] { "register", "issuer", "owners", "authority" }.Select(name => folder[name]).ToList();
        domains.ForEach(domain => Directory.CreateDirectory(domain));
        DemoTickets.Create(domains);
        var tickets = DemoTickets.Of(domains[0], demo: true, TimeProvider.System)!;
        // The switch of the simulated inboxes is on in all programs.
        await using var stack = await KiPassStack.Start(data: folder.Path);
        using var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false });

        using var root = await http.GetAsync(stack.Register);
        Assert.Equal("/scanner/", root.Headers.Location?.OriginalString);
        using var page = await http.GetAsync(new Uri(stack.Register, "/start/"));
        Assert.Equal(HttpStatusCode.NotFound, page.StatusCode);
        (Uri Program, string Route, string Name, string Role)[] routes =
        [
            (stack.Register, "/start/enter", "register", "owner"),
            (stack.Register, "/start/visitor", "register", "visitor"),
            (stack.Register, "/start/pairing", "register", "door"),
            (stack.Issuer, "/demo/sign-in", "issuer", "visitor"),
            (stack.Issuer, "/demo/visitor", "issuer", "visitor"),
            (stack.Owners, "/account/demo", "owners", "owner"),
            (stack.Officials, "/account/demo", "officials", "approver"),
        ];
        foreach (var (program, route, name, role) in routes)
        {
            var form = new Dictionary<string, string> { ["ticket"] = tickets.Issue(name, role), ["who"] = role };
            using var answer = await http.PostAsync(new Uri(program, route), new FormUrlEncodedContent(form));
            // A portal sends everyone to its sign-in page from addresses that it does not know.
            using var unknown = await http.PostAsync(new Uri(program, "/account/no-such-route"), new FormUrlEncodedContent(form));
            Assert.True(
                answer.StatusCode == HttpStatusCode.NotFound || answer.StatusCode == unknown.StatusCode,
                $"{route}: {answer.StatusCode}"
            );
            Assert.False(answer.Headers.Contains("Set-Cookie"), route);
        }
        Assert.All(domains, domain => Assert.False(File.Exists(Path.Combine(domain, DemoTickets.FileName))));
    }

    [Fact, Attack("A person without a ticket signs in at a demonstration's programs from another page")]
    public async Task Nobody_signs_in_at_a_demonstration_without_a_ticket_of_its_start_page()
    {
        await using var stack = await KiPassStack.Start(demo: true);
        using var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false });
        foreach (
            var address in new[]
            {
                new Uri(stack.Owners, "/account/demo"),
                new Uri(stack.Officials, "/account/demo"),
                new Uri(stack.Issuer, "/demo/sign-in"),
            }
        )
        {
            foreach (var ticket in new[] { "", "owner", "owner.9999999999.00.00" })
            {
                using var answer = await http.PostAsync(
                    address,
                    new FormUrlEncodedContent(new Dictionary<string, string> { ["ticket"] = ticket })
                );
                Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
                Assert.False(answer.Headers.Contains("Set-Cookie"));
            }
        }
    }
}
