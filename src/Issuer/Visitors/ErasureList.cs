using System.Text;
using KiPass.Issuer.Personal;
using KiPass.Issuer.Storage;
using KiPass.Tokens;

namespace KiPass.Issuer.Visitors;

/// <summary>
/// The people who were erased at their own request, outside the database and its backups: <c>daykeys/erased/{yyyy-MM-dd}.ids</c>, one encrypted id
/// per line. A restored database is older than some erasures; they are repeated at start. Kept longer than a backup may be restored.
/// </summary>
/// <remarks>An encrypted id identifies nobody without the issuer's key and the erased row. Several processes may share the folder.</remarks>
internal sealed class ErasureList(string path, PersonalKey key, TimeProvider time)
{
    /// <summary>Number of days for which a day's list is kept; a backup older than 28 days is not restored.</summary>
    private const int DaysKept = 35;
    private const string Ending = ".ids";

    // Base64 of a nonce of 12 bytes, the id's 32 hex digits and a tag of 16.
    private const int LineLength = 80;

    private static readonly byte[] Row = [1];

    /// <summary>Adds an erasure that is about to happen; it is on disk when the method returns.</summary>
    public void Add(Id id)
    {
        CreateFolder();
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
            // The leading line break separates it from a line that a crash may have truncated.
            stream.Write(
                Encoding.ASCII.GetBytes($"\n{Convert.ToBase64String(key.Seal(PersonalField.ErasedId, Row, id.Value.ToString("N")))}\n")
            );
            stream.Flush(flushToDisk: true);
        }
        DurableFolder.Flush(path);
    }

    /// <summary>All ids within the retention; deletes older lists.</summary>
    /// <exception cref="System.Security.Cryptography.CryptographicException">Encrypted with another key.</exception>
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
            // A shorter line was truncated by a crash before the erasure itself.
            foreach (var line in File.ReadLines(file).Where(line => line.Length == LineLength))
            {
                ids.Add(new Id(Guid.ParseExact(key.Open(PersonalField.ErasedId, Row, Convert.FromBase64String(line)), "N")));
            }
        }
        return ids;
    }

    private void CreateFolder()
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
