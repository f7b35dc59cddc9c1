using System.CommandLine;
using System.Globalization;
using KiPass.Hosting.Settings;

namespace KiPass.Cli;

/// <summary>An option that takes a number; what is wrong with one is told with its value and range.</summary>
internal static class NumberOption
{
    public static Option<int> Create(string name, string description, int usual, int low, int high) =>
        new(name)
        {
            Description = description,
            DefaultValueFactory = _ => usual,
            CustomParser = result =>
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
                return usual;
            },
        };
}
