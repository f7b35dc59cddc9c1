using System.Diagnostics;

namespace KiPass.Bench.Load;

/// <summary>
/// A named pipe that always holds the next requests of one run: passes are minted as it goes, a fraction of a second ahead. Each run has a
/// pipe of its own: a second reader of the same one could begin in the middle of a request.
/// </summary>
internal sealed class Feed : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("kipass-feed-").FullName;
    private readonly Thread writer;

    public Feed(MintedScans scans)
    {
        Path = System.IO.Path.Combine(folder, "requests");
        using (var mkfifo = Process.Start("mkfifo", Path))
        {
            mkfifo.WaitForExit();
        }
        writer = new Thread(() => WriteAll(scans)) { IsBackground = true, Name = "feed" };
        writer.Start();
    }

    public string Path { get; }

    public void Dispose()
    {
        // The writer may wait for a reader that never came, or be about to: one comes and goes until the writer has met it.
        do
        {
            using (new FileStream(Path, FileMode.Open, FileAccess.ReadWrite)) { }
        } while (!writer.Join(TimeSpan.FromMilliseconds(20)));
        Directory.Delete(folder, recursive: true);
    }

    private void WriteAll(MintedScans scans)
    {
        const int Together = 16;
        var buffer = new byte[scans.RequestBytes * Together];
        try
        {
            using var pipe = new FileStream(Path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
            while (true)
            {
                var now = TimeProvider.System.GetUtcNow();
                for (var i = 0; i < Together; i++)
                {
                    scans.Write(buffer.AsSpan(i * scans.RequestBytes, scans.RequestBytes), now);
                }
                pipe.Write(buffer);
            }
        }
        catch (IOException)
        {
            // The load generator has ended.
        }
    }
}
