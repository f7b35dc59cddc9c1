using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Numerics;
using KiPass.Hosting.Settings;

namespace KiPass.Cli;

/// <summary>Numeric options and arguments. Errors state the value and the allowed range.</summary>
internal static class NumberOption
{
    public static Option<int> Create(string name, string description, int usual, int low, int high) =>
        new(name)
        {
            Description = description,
            DefaultValueFactory = _ => usual,
            CustomParser = result => Parse(result, name, low, high),
        };

    /// <summary>Restricts an argument to a range.</summary>
    public static void Limit<T>(Argument<T> argument, int low, int high)
        where T : INumberBase<T> => argument.CustomParser = result => T.CreateTruncating(Parse(result, argument.Name, low, high));

    private static int Parse(ArgumentResult result, string name, int low, int high)
    {
        var text = result.Tokens[0].Value;
        if (
            int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            && number >= low
            && number <= high
        )
        {
            return number;
        }
        result.AddError(SettingFault.Wrong(name, text, $"a number from {low} to {high}"));
        return low;
    }
}
