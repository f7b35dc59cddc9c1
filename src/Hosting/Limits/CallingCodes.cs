using System.Globalization;

namespace KiPass.Hosting.Limits;

/// <summary>
/// Countries whose phone numbers a program sends messages to, by calling code. Numbers of no country (satellite, premium and global
/// services) are never allowed, even if the setting names them: a message to one of them costs many times as much.
/// </summary>
public sealed class CallingCodes
{
    /// <summary>The setting's value for every country.</summary>
    public const string All = "*";

    /// <summary>The calling code of Korea.</summary>
    public const string Korea = "82";

    private const int Longest = 999;

    // ITU-T E.164 assignments without a country: freephone, shared cost, satellites, universal and international networks, premium rate.
    private static readonly int[] WithoutCountry = [800, 808, 870, 871, 872, 873, 874, 878, 881, 882, 883, 888, 979];

    private readonly HashSet<int>? allowed;

    private CallingCodes(HashSet<int>? allowed) => this.allowed = allowed;

    /// <summary>Parses a list such as <c>82,1</c>, or <c>*</c>. Null if it is neither.</summary>
    public static CallingCodes? Parse(string? text)
    {
        if (text?.Trim() == All)
        {
            return new CallingCodes(null);
        }
        var codes = (text ?? "").Split(',', StringSplitOptions.TrimEntries).Select(Code).ToList();
        return codes.Contains(null) ? null : new CallingCodes([.. codes.OfType<int>()]);
    }

    /// <summary>Validates a setting.</summary>
    public static string? Fault(string setting, string? text) =>
        Parse(text) is null ? Settings.SettingFault.Wrong(setting, text, "a list of calling codes such as 82,1, or * for all") : null;

    /// <summary>Whether messages may be sent to numbers with this calling code.</summary>
    public bool Allows(int code) => !WithoutCountry.Contains(code) && allowed?.Contains(code) != false;

    private static int? Code(string text) =>
        int.TryParse(text.TrimStart('+'), NumberStyles.None, CultureInfo.InvariantCulture, out var code) && code is > 0 and <= Longest
            ? code
            : null;
}
