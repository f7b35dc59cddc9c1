using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace KiPass.Bench.Running;

/// <summary>A figure's table for people and its file for machines.</summary>
internal static class Report
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>Date, machine and runtime: what a figure is worth nothing without.</summary>
    public static string Machine
    {
        get
        {
            var model = File.ReadLines("/proc/cpuinfo").FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal));
            var processor = model?.Split(':')[1].Trim() ?? RuntimeInformation.ProcessArchitecture.ToString();
            var day = TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
            return $"{day}, {Environment.ProcessorCount} × {processor}, {RuntimeInformation.FrameworkDescription}";
        }
    }

    public static void Write<T>(string? file, T figures)
    {
        if (file is not null)
        {
            File.WriteAllText(file, JsonSerializer.Serialize(figures, Json) + "\n");
        }
    }
}
