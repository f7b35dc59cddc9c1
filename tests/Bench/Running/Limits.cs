using System.CommandLine;
using System.Globalization;

namespace KiPass.Bench.Running;

/// <summary>The range of an option, told in one line.</summary>
internal static class Limits
{
    public static void Require(Option<int> option, int low, int high) =>
        option.Validators.Add(result =>
        {
            if (
                result.Tokens is [{ Value: var text }]
                && !(int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= low && number <= high)
            )
            {
                result.AddError($"{option.Name}: '{text}' is not a number from {low} to {high}.");
            }
        });
}
