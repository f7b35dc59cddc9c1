using System.Diagnostics;

namespace KiPass.Bench.Load;

/// <summary>A named pipe that always holds the next requests: passes are minted as the run goes, a fraction of a second ahead.</summary>
internal sealed class Feed : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("kipass-feed-").FullName;
    private readonly Thread writer;
    private volatile bool stopped;

    public Feed(MintedScans scans)
    {
        Path = System.IO.Path.Combine(folder, "requests");
        using (var mkfifo = Process.Start("mkfifo", Path))
        {
            mkfifo.WaitForExit();
        }
        RequestBytes = scans.RequestBytes;
        writer = new Thread(() => WriteAll(scans)) { IsBackground = true, Name = "feed" };
        writer.Start();
    }

    public string Path { get; }

    public int RequestBytes { get; }

    public void Dispose()
    {
        stopped = true;
        // The writer may wait for a reader that never came.
        using (var unblock = new FileStream(Path, FileMode.Open, FileAccess.ReadWrite))
        {
            writer.Join(TimeSpan.FromSeconds(5));
        }
        Directory.Delete(folder, recursive: true);
    }

    private void WriteAll(MintedScans scans)
    {
        const int Together = 16;
        var buffer = new byte[RequestBytes * Together];
        while (!stopped)
        {
            try
            {
                using var pipe = new FileStream(Path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
                while (!stopped)
                {
                    var now = TimeProvider.System.GetUtcNow();
                    for (var i = 0; i < Together; i++)
                    {
                        scans.Write(buffer.AsSpan(i * RequestBytes, RequestBytes), now);
                    }
                    pipe.Write(buffer);
                }
            }
            catch (IOException)
            {
                // The load generator has ended; the next one opens the pipe again.
            }
        }
    }
}
