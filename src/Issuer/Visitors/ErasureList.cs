using System.Text;
using KiPass.Issuer.DayKeys;
using KiPass.Issuer.Personal;
using KiPass.Tokens;

namespace KiPass.Issuer.Visitors;

/// <summary>
/// Who was erased at their own request, outside the store and its backups: <c>daykeys/erased/{yyyy-MM-dd}.ids</c>, a sealed id a line. A
/// restored store is older than some erasures; at start they are done again. Kept longer than a backup may be restored.
/// </summary>
/// <remarks>A sealed id names nobody: it needs the issuer's key, and the row that was erased. Several processes may share the folder.</remarks>
internal sealed class ErasureList(string path, PersonalKey key, TimeProvider time)
{
    /// <summary>Days after its own for which a day's list is kept; a backup older than 28 days is not restored.</summary>
    private const int DaysKept = 35;
    private const string Ending = ".ids";

    // Base64 of a nonce of 12 bytes, the id's 32 hex digits and a tag of 16.
    private const int LineLength = 80;

    private static readonly byte[] Row = [1];

    /// <summary>Notes an erasure that is about to happen; on disk when it returns.</summary>
    public void Note(Id id)
    {
        MakeFolder();
        var file = System.IO.Path.Combine(path, KoreanDay.Of(time.GetUtcNow()) + Ending);
        var options = new FileStreamOptions
        {
            Mode = FileMode.Append,
            Access = FileAccess.Write,
            Share = FileShare.ReadWrite,
            BufferSize = 0,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }
        using (var stream = new FileStream(file, options))
        {
            // A line of its own even behind one that a crash cut off.
            stream.Write(Encoding.ASCII.GetBytes($"\n{Convert.ToBase64String(key.Seal(Field.ErasedId, Row, id.Value.ToString("N")))}\n"));
            stream.Flush(flushToDisk: true);
        }
        DurableFolder.Flush(path);
    }

    /// <summary>Every id that is still kept; lists whose time is over are removed.</summary>
    /// <exception cref="System.Security.Cryptography.CryptographicException">Kept under another key.</exception>
    public IReadOnlyList<Id> Read()
    {
        var ids = new List<Id>();
        var oldest = KoreanDay.Of(time.GetUtcNow()) - DaysKept;
        foreach (var file in Directory.Exists(path) ? Directory.GetFiles(path, "*" + Ending) : [])
        {
            if (!KoreanDay.TryParse(Path.GetFileNameWithoutExtension(file), null, out var day))
            {
                continue;
            }
            if (day < oldest)
            {
                File.Delete(file);
                continue;
            }
            // A shorter line was cut off by a crash, before the erasure itself.
            foreach (var line in File.ReadLines(file).Where(line => line.Length == LineLength))
            {
                ids.Add(new Id(Guid.ParseExact(key.Open(Field.ErasedId, Row, Convert.FromBase64String(line)), "N")));
            }
        }
        return ids;
    }

    private void MakeFolder()
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }
}
