using System.Text.RegularExpressions;
using KiPass.SystemTests.Fixtures;
using KiPass.Testing;
using Microsoft.Playwright;

namespace KiPass.SystemTests.Up;

/// <summary>Follows the story of the start page, with no other knowledge than the page gives.</summary>
public sealed class StoryTests
{
    [Theory]
    [InlineData("en-US")]
    [InlineData("ko-KR")]
    public async Task The_story_leads_from_a_scan_to_the_line_list(string locale)
    {
        await using var stack = await KiPassStack.Start(demo: true);
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await Chromium.Launch(playwright);
        var context = await browser.NewContextAsync(
            new BrowserNewContextOptions
            {
                Locale = locale,
                BypassCSP = true,
                Permissions = ["clipboard-read", "clipboard-write"],
            }
        );
        context.SetDefaultTimeout(20_000);
        var story = new Story(context, await context.NewPageAsync(), locale.StartsWith("ko", StringComparison.Ordinal));
        await story.Page.GotoAsync(stack.Printed.Last(line => line.StartsWith("http", StringComparison.Ordinal)));

        var (name, facility) = await story.ShowsCode();
        await story.Scans();
        await story.OwnerSees(facility, name);
        var number = await story.Requests();
        await story.Approves(number);
        await story.Reads(number, facility);
    }

    /// <summary>One person with the start page and the tabs that it opens.</summary>
    private sealed class Story(IBrowserContext context, IPage page, bool korean)
    {
        public IPage Page => page;

        private ILocator Step(int number) => page.Locator(".story > li").Nth(number - 1);

        private string Say(string ko, string en) => korean ? ko : en;

        public async Task<(string Name, string Facility)> ShowsCode()
        {
            await Eventually.True(
                async () =>
                    (await page.Locator("#visitor-name").InnerTextAsync()).Length > 0
                    && (await page.Locator("#pairing-code").TextContentAsync())!.Length > 0,
                "the page knows the visitor and the pairing code"
            );
            var phone = await Open(Step(1));
            await phone.WaitForSelectorAsync("#qr svg");
            var name = await page.Locator("#visitor-name").InnerTextAsync();
            Assert.Equal(name, await phone.Locator("h1").InnerTextAsync());
            return (name, await page.Locator("[data-facility]:visible").First.InnerTextAsync());
        }

        public async Task Scans()
        {
            var scanner = await Open(Step(2));
            await scanner.GetByRole(AriaRole.Button, new() { Name = Say("연결하기", "Pair"), Exact = true }).ClickAsync();
            await scanner.WaitForSelectorAsync(".center, .aim");
            await page.BringToFrontAsync();
            await page.ClickAsync("#copy-code");
            await Eventually.True(async () => (await page.Locator("#pass").InnerTextAsync()).Length > 0, "the code is copied");
            await scanner.BringToFrontAsync();
            await scanner.Keyboard.PressAsync("Control+V");
            await scanner.WaitForSelectorAsync(".verdict[data-kind=accepted]");
        }

        public async Task OwnerSees(string facility, string name)
        {
            var owner = await Open(Step(3));
            await owner.Live();
            await owner.GetByRole(AriaRole.Link, new() { Name = facility }).First.ClickAsync();
            await owner.WaitForURLAsync(new Regex("/facilities/[0-9a-f-]{36}"));
            await owner.Live();
            Assert.DoesNotContain(name, await owner.ContentAsync(), StringComparison.Ordinal);
        }

        public async Task<string> Requests()
        {
            var official = await Open(Step(4));
            var facts = Step(4).Locator("code");
            var (number, phone, name) = (
                await facts.Nth(0).InnerTextAsync(),
                await facts.Nth(1).InnerTextAsync(),
                await facts.Nth(2).InnerTextAsync()
            );
            await official.Live();
            await Choose(official, Say("사례", "Cases"));
            await Fill(official, Say("사례번호", "Case number"), number);
            await Press(official, Say("사례 등록하기", "Create case"));
            await official.GetByRole(AriaRole.Link, new() { Name = Say("조사 요청", "Request a trace"), Exact = true }).ClickAsync();
            await official.WaitForSelectorAsync("#Phone");
            await official.Live();
            await Fill(official, Say("전화번호", "Phone"), phone);
            await Fill(official, Say("이름", "Name"), name);
            await Fill(official, Say("사유", "Reason"), "집단감염 확인");
            await Press(official, Say("승인 요청", "Request approval"));
            await official.Arrives(new Regex("/orders/[0-9a-f-]{36}$"));
            return number;
        }

        public async Task Approves(string number)
        {
            var approver = await Open(Step(5));
            await approver.Live();
            await Choose(approver, Say("승인", "Approvals"));
            await approver.GetByRole(AriaRole.Link, new() { Name = number }).First.ClickAsync();
            await Press(approver, Say("승인", "Approve"));
            await approver
                .GetByRole(AriaRole.Dialog)
                .GetByRole(AriaRole.Button, new() { Name = Say("승인", "Approve"), Exact = true })
                .ClickAsync();
            await approver.GetByRole(AriaRole.Dialog).WaitForAsync(new() { State = WaitForSelectorState.Detached });
        }

        public async Task Reads(string number, string facility)
        {
            await page.BringToFrontAsync();
            await Step(6).Locator("button").First.ClickAsync();
            await Eventually.True(
                () => Task.FromResult(context.Pages.Any(tab => tab.Url.EndsWith("/home", StringComparison.Ordinal))),
                "the official is signed in again"
            );
            var official = context.Pages.Single(tab => tab.Url.EndsWith("/home", StringComparison.Ordinal));
            await official.Live();
            await Choose(official, Say("사례", "Cases"));
            await official.GetByRole(AriaRole.Link, new() { Name = number }).First.ClickAsync();
            await official.GetByRole(AriaRole.Link, new() { Name = Say("지표환자", "Index person") }).First.ClickAsync();
            await official.Arrives(new Regex("/orders/[0-9a-f-]{36}$"));
            await official.WaitForSelectorAsync("#export", new() { Timeout = 60_000 });
            await Eventually.True(
                async () =>
                    await official.GetByText(facility).CountAsync() > 0 && await official.Locator(".line-list tbody tr").CountAsync() > 0,
                "the last stop and the people who were there are shown"
            );
        }

        private async Task<IPage> Open(ILocator step)
        {
            await page.BringToFrontAsync();
            return await context.RunAndWaitForPageAsync(() => step.Locator("button, a").First.ClickAsync());
        }

        private static async Task Choose(IPage tab, string entry)
        {
            await tab.GetByRole(AriaRole.Navigation).GetByRole(AriaRole.Link, new() { Name = entry, Exact = true }).First.ClickAsync();
            // The page before can have links with the same names.
            await tab.GetByRole(
                    AriaRole.Heading,
                    new()
                    {
                        Name = entry,
                        Exact = true,
                        Level = 1,
                    }
                )
                .WaitForAsync();
            await tab.Live();
        }

        private static async Task Fill(IPage tab, string label, string text)
        {
            var field = tab.GetByLabel(label, new() { Exact = true });
            await field.FillAsync(text);
            await field.BlurAsync();
        }

        private static Task Press(IPage tab, string name) =>
            tab.GetByRole(AriaRole.Button, new() { Name = name, Exact = true }).First.ClickAsync();
    }
}
