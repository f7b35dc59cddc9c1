using System.Text;
using KiPass.SystemTests.Door;
using QRCoder;

namespace KiPass.SystemTests.Fixtures;

/// <summary>
/// A camera whose picture the test changes while it films: Chromium plays a y4m file in a loop and reads each frame anew, so a frame that is
/// written over is what the lens sees from then on.
/// </summary>
internal sealed class FakeCamera : IDisposable
{
    public const int Width = 1280;
    public const int Height = 720;
    private const int Side = 410;
    private const byte Wall = 110;
    private const byte Dark = 30;
    private const byte Light = 225;

    private static readonly byte[] Header = Encoding.ASCII.GetBytes($"YUV4MPEG2 W{Width} H{Height} F30:1 Ip A1:1 C420jpeg\nFRAME\n");

    private readonly FileStream file;

    public FakeCamera(string path)
    {
        Path = path;
        file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
        file.Write(Header);
        file.Write(Enumerable.Repeat(Wall, Width * Height).Concat(Enumerable.Repeat((byte)128, Width * Height / 2)).ToArray());
    }

    public string Path { get; }

    /// <summary>Holds a picture before the lens; the instant from which it is in view.</summary>
    public DateTimeOffset Show(byte[] brightness)
    {
        Assert.Equal(Width * Height, brightness.Length);
        file.Position = Header.Length;
        file.Write(brightness);
        return TimeProvider.System.GetUtcNow();
    }

    /// <summary>Nothing but the wall.</summary>
    public void Clear() => Show([.. Enumerable.Repeat(Wall, Width * Height)]);

    /// <summary>A QR code of that text in the middle of the picture, as large as a phone held close to the camera.</summary>
    public static byte[] Picture(string text)
    {
        using var qr = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.M);
        var modules = qr.ModuleMatrix;
        var modulePixels = Side / modules.Count;
        var side = modules.Count * modulePixels;
        var picture = Enumerable.Repeat(Wall, Width * Height).ToArray();
        for (var y = 0; y < side; y++)
        {
            for (var x = 0; x < side; x++)
            {
                var at = ((Height - side) / 2 + y) * Width + (Width - side) / 2 + x;
                picture[at] = modules[y / modulePixels][x / modulePixels] ? Dark : Light;
            }
        }
        return picture;
    }

    /// <summary>The same out of focus.</summary>
    public static byte[] Blurred(byte[] picture, int radius)
    {
        var across = Smear(picture, radius, step: 1, lines: Height, lineStep: Width, length: Width);
        return Smear(across, radius, step: Width, lines: Width, lineStep: 1, length: Height);
    }

    /// <summary>The same with a hand over the right half.</summary>
    public static byte[] HalfCovered(byte[] picture) => [.. picture.Select((value, at) => at % Width > Width / 2 ? Wall : value)];

    /// <summary>The same with hardly any light.</summary>
    public static byte[] Dim(byte[] picture) => [.. picture.Select(value => (byte)(16 + value / 60))];

    private static byte[] Smear(byte[] picture, int radius, int step, int lines, int lineStep, int length)
    {
        var smeared = new byte[picture.Length];
        for (var line = 0; line < lines; line++)
        {
            for (var i = 0; i < length; i++)
            {
                var sum = 0;
                for (var offset = -radius; offset <= radius; offset++)
                {
                    sum += picture[line * lineStep + Math.Clamp(i + offset, 0, length - 1) * step];
                }
                smeared[line * lineStep + i * step] = (byte)(sum / (2 * radius + 1));
            }
        }
        return smeared;
    }

    public void Dispose() => file.Dispose();
}
