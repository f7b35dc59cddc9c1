using System.Net;
using KiPass.Testing;

namespace KiPass.Portal.Owners.Tests.Attacks;

public sealed class UnexpectedPostTests(OwnersFixture portal) : IClassFixture<OwnersFixture>
{
    [Theory]
    [InlineData("/account/passkeys/request-options")]
    [InlineData("/account/passkeys/creation-options")]
    [InlineData("/not-found")]
    [InlineData("/no-such-page")]
    [Attack("A stranger posts what no page expects, to make a portal fail")]
    public async Task Nobody_makes_a_portal_fail_with_a_post_that_no_page_expects(string path)
    {
        using var http = new HttpClient();
        foreach (var content in new StringContent?[] { null, new("{}"), new("a=b", null, "application/x-www-form-urlencoded") })
        {
            var answer = await http.PostAsync(new Uri(portal.Portal, path), content);
            Assert.True(answer.StatusCode < HttpStatusCode.InternalServerError, $"{answer.StatusCode}");
        }
    }
}
