using System.Security.Cryptography;
using KiPass.Issuer.Storage;
using KiPass.Tokens;
using KiPass.Tokens.Passes;

namespace KiPass.Issuer.DayKeys;

/// <summary>
/// <c>daykeys/{yyyy-MM-dd}.key</c>: 32 random bytes a Korean day, readable by their owner only, outside the database and its backups. Several
/// processes may share the folder.
/// </summary>
internal sealed class DayKeyFolder(string path)
{
    private const string Ending = ".key";
    private const string DraftEnding = ".new";

    public string Path { get; } = path;

    /// <summary>The key of a day; null when there is no file.</summary>
    /// <exception cref="InvalidDataException">The file is not 32 bytes long.</exception>
    public byte[]? Read(KoreanDay day)
    {
        try
        {
            var key = File.ReadAllBytes(FileOf(day));
            return key.Length == TicketCipher.DayKeySize ? key : throw new InvalidDataException($"{FileOf(day)}: a day key has 32 bytes.");
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>The key of a day, created if there is none. Concurrent callers get the same key, and it is on disk when the method returns.</summary>
    public byte[] CreateOnce(KoreanDay day)
    {
        Directory.CreateDirectory(Path);
        var draft = System.IO.Path.Combine(Path, $"{Guid.NewGuid():N}{DraftEnding}");
        try
        {
            WriteDraft(draft);
            DurableFolder.TryLink(draft, FileOf(day));
        }
        finally
        {
            File.Delete(draft);
        }
        DurableFolder.Flush(Path);
        return Read(day) ?? throw new InvalidDataException($"{FileOf(day)}: the key disappeared while it was being created.");
    }

    /// <summary>Overwrites and deletes a day's key; does nothing if it is already gone.</summary>
    public void Destroy(KoreanDay day)
    {
        try
        {
            using (var stream = new FileStream(FileOf(day), FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete))
            {
                stream.Write(new byte[Math.Max(stream.Length, TicketCipher.DayKeySize)]);
                stream.Flush(flushToDisk: true);
            }
            File.Delete(FileOf(day));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            // Another process of this issuer has deleted it.
        }
        if (Directory.Exists(Path))
        {
            DurableFolder.Flush(Path);
        }
    }

    /// <summary>The days that have a file.</summary>
    public IReadOnlyList<KoreanDay> Days() =>
        Directory.Exists(Path)
            ?
            [
                .. Directory
                    .EnumerateFiles(Path, "*" + Ending)
                    .Select(file =>
                        KoreanDay.TryParse(System.IO.Path.GetFileNameWithoutExtension(file), null, out var day) ? day : (KoreanDay?)null
                    )
                    .OfType<KoreanDay>()
                    .Order(),
            ]
            : [];

    private string FileOf(KoreanDay day) => System.IO.Path.Combine(Path, day + Ending);

    private static void WriteDraft(string draft)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }
        var key = RandomNumberGenerator.GetBytes(TicketCipher.DayKeySize);
        using var stream = new FileStream(draft, options);
        stream.Write(key);
        stream.Flush(flushToDisk: true);
        CryptographicOperations.ZeroMemory(key);
    }
}
