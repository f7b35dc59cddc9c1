using System.Security.Cryptography;
using System.Text.Json;

namespace KiPass.Tokens.Keys;

/// <summary>Reads and writes one JSON file of keys. Each reason why a file cannot be used has a message of its own.</summary>
internal static class KeyFile
{
    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    /// <param name="file">Its path.</param>
    /// <param name="whenMissing">What to do when it does not exist, as one or more sentences; empty: the path is all that can be said.</param>
    /// <exception cref="DomainFolderException">Missing, not permitted, or it does not fit; one line.</exception>
    public static T Read<T>(string file, string whenMissing = "")
    {
        byte[] text;
        try
        {
            text = File.ReadAllBytes(file);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new DomainFolderException($"{file}: the file is missing. {whenMissing}".TrimEnd(), e);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new DomainFolderException(
                Directory.Exists(file)
                    ? $"{file}: not readable, because it is a folder."
                    : $"{file}: not readable by user {Environment.UserName}. Run this as the user that owns the file.",
                e
            );
        }
        catch (IOException e)
        {
            throw new DomainFolderException($"{file}: not readable: {e.Message}", e);
        }
        try
        {
            return JsonSerializer.Deserialize<T>(text, Json) ?? throw new JsonException("null");
        }
        catch (Exception e) when (e is JsonException or CryptographicException)
        {
            throw new DomainFolderException($"{file}: not readable as {Name(typeof(T))}: {KeyFileMisfit.Explain(typeof(T), text, e)}.", e);
        }
    }

    /// <summary>Writes a file. A concurrent reader sees the old file or the new one, never a partial one.</summary>
    public static void Write<T>(string file, T value, bool isPrivate)
    {
        var folder = Path.GetDirectoryName(file)!;
        if (isPrivate && !OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
        else
        {
            Directory.CreateDirectory(folder);
        }
        var draft = file + ".new";
        File.Delete(draft);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (isPrivate && !OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }
        using (var stream = new FileStream(draft, options))
        {
            JsonSerializer.Serialize(stream, value, Json);
            stream.Flush(flushToDisk: true);
        }
        File.Move(draft, file, overwrite: true);
    }

    private static string Name(Type type) =>
        type == typeof(TrustedIssuer) ? "an issuer's public keys"
        : type == typeof(TrustedRegister) ? "the register's public keys"
        : type == typeof(TrustedAuthority) ? "the authority's public keys"
        : type == typeof(TrustedOwners) ? "the public key of the owners' portal"
        : type == typeof(AgreementKeys) ? "agreement keys"
        : "a key";
}
