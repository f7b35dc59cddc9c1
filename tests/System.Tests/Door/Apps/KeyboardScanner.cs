using Microsoft.Playwright;

namespace KiPass.SystemTests.Door.Apps;

/// <summary>A hardware scanner that types as a US keyboard, at its own pace however busy this machine is.</summary>
internal static class KeyboardScanner
{
    private const int Shift = 8;
    private const double SecondsBetweenKeys = 0.008;

    private static readonly Dictionary<char, (string Code, bool IsShifted)> Signs = new()
    {
        [' '] = ("Space", false),
        ['-'] = ("Minus", false),
        ['.'] = ("Period", false),
        ['/'] = ("Slash", false),
        ['='] = ("Equal", false),
        [']'] = ("BracketRight", false),
        ['#'] = ("Digit3", true),
        ['$'] = ("Digit4", true),
        ['%'] = ("Digit5", true),
        ['&'] = ("Digit7", true),
        ['*'] = ("Digit8", true),
        ['+'] = ("Equal", true),
        [':'] = ("Semicolon", true),
        ['?'] = ("Slash", true),
        ['_'] = ("Minus", true),
    };

    /// <summary>The key that a US keyboard has for a character.</summary>
    public static (string Code, bool IsShifted) KeyOf(char character) =>
        character switch
        {
            >= 'A' and <= 'Z' => ($"Key{character}", true),
            >= 'a' and <= 'z' => ($"Key{char.ToUpperInvariant(character)}", false),
            >= '0' and <= '9' => ($"Digit{character}", false),
            _ => Signs[character],
        };

    /// <summary>Reads a code: types its text and ends with the given keys.</summary>
    /// <param name="scanner">The scanner app.</param>
    /// <param name="text">What the code says.</param>
    /// <param name="written">What the device's keyboard layout writes for a character; null: what a US keyboard writes.</param>
    /// <param name="end">The keys at the end, such as Enter.</param>
    public static async Task Read(this DoorScanner scanner, string text, Func<char, string>? written = null, params string[] end)
    {
        var devtools = await scanner.Context.NewCDPSessionAsync(scanner.Page);
        var at = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() / 1000.0;
        var events = new List<Task>();
        foreach (var character in text)
        {
            var (code, isShifted) = KeyOf(character);
            Press(written?.Invoke(character) ?? character.ToString(), code, isShifted);
        }
        foreach (var key in end.DefaultIfEmpty("Enter"))
        {
            Press(key, key, isShifted: false);
        }
        await Task.WhenAll(events);
        await devtools.DetachAsync();

        void Press(string key, string code, bool isShifted)
        {
            at += SecondsBetweenKeys;
            foreach (var type in new[] { "keyDown", "keyUp" })
            {
                var description = new Dictionary<string, object>
                {
                    ["type"] = type,
                    ["key"] = key,
                    ["code"] = code,
                    ["modifiers"] = isShifted ? Shift : 0,
                    ["timestamp"] = at,
                };
                if (type == "keyDown" && (key.Length == 1 || key == "Enter"))
                {
                    description["text"] = key == "Enter" ? "\r" : key;
                    description["windowsVirtualKeyCode"] = key == "Enter" ? 13 : (int)char.ToUpperInvariant(key[0]);
                }
                events.Add(devtools.SendAsync("Input.dispatchKeyEvent", description));
            }
        }
    }

    /// <summary>Reads, and waits for what is shown.</summary>
    public static async Task<Shown> ReadAndSee(this DoorScanner scanner, string text)
    {
        await scanner.Read(text);
        return await scanner.NextVerdict();
    }
}
