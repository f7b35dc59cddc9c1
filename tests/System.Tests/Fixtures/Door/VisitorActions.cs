using KiPass.SystemTests.Door.Apps;
using Microsoft.Playwright;

namespace KiPass.SystemTests.Fixtures;

/// <summary>What tests do on the visitor's page.</summary>
internal static class VisitorActions
{
    /// <summary>A promise of the tickets that the page keeps.</summary>
    public const string TicketsOnDisk = """
        new Promise((resolve) => {
          const opening = indexedDB.open("kipass-visitor");
          opening.onsuccess = () => {
            const all = opening.result.transaction("tickets").objectStore("tickets").getAll();
            all.onsuccess = () => { opening.result.close(); resolve(all.result); };
          };
        })
        """;

    /// <summary>Sign-up up to the step at which the code is typed, or up to the first refusal.</summary>
    public static async Task SignUp(IPage page, string name, string birthDate, string phone)
    {
        await FillPerson(page, name, birthDate, phone);
        await page.ClickAsync("button[type=submit]");
        await page.CheckAsync("input[type=checkbox]");
        await page.ClickAsync("button[type=submit]");
    }

    public static async Task FillPerson(IPage page, string name, string birthDate, string phone)
    {
        await page.FillAsync("input[name=name]", name);
        await page.FillAsync("input[name=birthDate]", birthDate);
        await page.FillAsync("input[name=phone]", phone);
    }
}
