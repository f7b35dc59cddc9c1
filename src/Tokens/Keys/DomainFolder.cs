using System.Security.Cryptography;
using System.Text.Json;

namespace KiPass.Tokens.Keys;

/// <summary>
/// A trust domain's folder: its own private keys under <c>keys/</c> (readable by their owner only) and the public keys of the other domains,
/// pinned by its operator, under <c>trust/</c>. No program fetches keys from another domain at run time.
/// </summary>
/// <remarks>
/// <c>keys/agreement.json</c> (register and issuer), <c>keys/signing.json</c>, <c>keys/encryption.json</c>, <c>keys/retired/{thumbprint}.json</c>
/// (authority); <c>trust/register.json</c>,
/// <c>trust/authority.json</c>, <c>trust/issuers/{number}.json</c>.
/// </remarks>
public sealed class DomainFolder(string path)
{
    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, RespectNullableAnnotations = true };

    /// <summary>The domain's folder.</summary>
    public string Path { get; } = path;

    /// <summary>The folder of the pinned issuers, one file each.</summary>
    public string IssuersPath => System.IO.Path.Combine(Path, "trust", "issuers");

    /// <summary>The private agreement keys.</summary>
    /// <exception cref="DomainFolderException">The file is missing or damaged; the message is one clear line.</exception>
    public AgreementKeys AgreementKeys() => ReadPrivate<AgreementKeys>("agreement", keys => keys.Keys.All(k => k.Key.IsPrivate));

    /// <summary>The private signing key (ES256).</summary>
    /// <exception cref="DomainFolderException">The file is missing or damaged.</exception>
    public EcJwk SigningKey() => ReadPrivate<EcJwk>("signing", key => key.IsPrivate);

    /// <summary>The private encryption key (ECDH-ES).</summary>
    /// <exception cref="DomainFolderException">The file is missing or damaged.</exception>
    public EcJwk EncryptionKey() => ReadPrivate<EcJwk>("encryption", key => key.IsPrivate);

    /// <summary>Encryption keys of the authority that are no longer current but may still be needed to open something, newest first.</summary>
    /// <exception cref="DomainFolderException">A file is damaged.</exception>
    public IReadOnlyList<EcJwk> RetiredEncryptionKeys() =>
        Directory.Exists(RetiredPath)
            ?
            [
                .. new DirectoryInfo(RetiredPath)
                    .EnumerateFiles("*.json")
                    .OrderByDescending(f => f.LastWriteTimeUtc)
                    .Select(f => Read<EcJwk>(f.FullName)),
            ]
            : [];

    /// <summary>Creates a new encryption key and retires the current one, which still opens what parties seal to it until they pin the new key.</summary>
    /// <exception cref="DomainFolderException">The key in use is missing or damaged.</exception>
    public EcJwk RotateEncryptionKey()
    {
        var old = EncryptionKey();
        Write(RetiredFile(old.Thumbprint), old, isPrivate: true);
        var fresh = EcJwk.Create();
        Write(KeyFile("encryption"), fresh, isPrivate: true);
        return fresh;
    }

    /// <summary>Deletes a retired encryption key; does nothing if there is none with this thumbprint.</summary>
    public void DestroyEncryptionKey(string thumbprint)
    {
        if (Directory.Exists(RetiredPath))
        {
            File.Delete(RetiredFile(thumbprint));
        }
    }

    /// <summary>The pinned register.</summary>
    /// <exception cref="DomainFolderException">The file is missing or damaged.</exception>
    public TrustedRegister Register() => Read<TrustedRegister>(TrustFile("register"));

    /// <summary>The pinned authority.</summary>
    /// <exception cref="DomainFolderException">The file is missing or damaged.</exception>
    public TrustedAuthority Authority() => Read<TrustedAuthority>(TrustFile("authority"));

    /// <summary>Every pinned issuer, by number.</summary>
    /// <exception cref="DomainFolderException">A file is damaged.</exception>
    public IReadOnlyList<TrustedIssuer> Issuers() =>
        Directory.Exists(IssuersPath) ? [.. Directory.EnumerateFiles(IssuersPath, "*.json").Select(ReadPinned).OrderBy(i => i.Number)] : [];

    /// <summary>The issuer pinned under a number; null when there is none.</summary>
    /// <exception cref="DomainFolderException">Its file is damaged.</exception>
    public TrustedIssuer? Issuer(ushort number)
    {
        var file = System.IO.Path.Combine(IssuersPath, $"{number}.json");
        return File.Exists(file) ? ReadPinned(file) : null;
    }

    /// <summary>Pins an issuer, replacing an earlier pin of its number. The register applies it within 5 s.</summary>
    public void Pin(TrustedIssuer issuer) => Write(System.IO.Path.Combine(IssuersPath, $"{issuer.Number}.json"), issuer, isPrivate: false);

    /// <summary>Pins the register.</summary>
    public void Pin(TrustedRegister register) => Write(TrustFile("register"), register, isPrivate: false);

    /// <summary>Pins the authority.</summary>
    public void Pin(TrustedAuthority authority) => Write(TrustFile("authority"), authority, isPrivate: false);

    /// <summary>Creates the private keys that do not exist yet.</summary>
    /// <param name="withAgreement">Register and issuers have an agreement key, the authority has none.</param>
    public void CreateKeys(bool withAgreement)
    {
        if (withAgreement)
        {
            CreateKey("agreement", () => new AgreementKeys(EcJwk.Create()));
        }
        CreateKey("signing", EcJwk.Create);
        CreateKey("encryption", EcJwk.Create);
    }

    /// <summary>Creates a secret key of 32 random bytes under <c>keys/{name}.json</c>, if it does not exist yet.</summary>
    /// <param name="name">The key's purpose, for example <c>personal</c>: the issuer's key for personal data.</param>
    public void CreateSecret(string name) => CreateKey(name, SecretJwk.Create);

    /// <summary>The 32 bytes of a secret key.</summary>
    /// <exception cref="DomainFolderException">The file is missing or damaged.</exception>
    public byte[] Secret(string name) => ReadPrivate<SecretJwk>(name, key => key.IsValid).Bytes;

    /// <summary>Reads the file of an issuer as an operator hands it over.</summary>
    /// <exception cref="DomainFolderException">Missing, damaged, number 0, or a key that is private.</exception>
    public static TrustedIssuer ReadIssuerFile(string file)
    {
        var issuer = Read<TrustedIssuer>(file);
        var keys = issuer.AgreementKey.Keys.Select(k => k.Key).Append(issuer.SigningKey).Append(issuer.EncryptionKey);
        return issuer.Number == 0 || keys.Any(k => k.IsPrivate)
            ? throw new DomainFolderException($"{file}: an issuer has a number from 1 to 65535 and public keys only.")
            : issuer;
    }

    /// <summary>Reads the file of the register's public keys as its operator hands it over.</summary>
    /// <exception cref="DomainFolderException">Missing, damaged, or a key that is private.</exception>
    public static TrustedRegister ReadRegisterFile(string file)
    {
        var register = Read<TrustedRegister>(file);
        var keys = register.AgreementKey.Keys.Select(k => k.Key).Append(register.SigningKey).Append(register.EncryptionKey);
        return keys.Any(k => k.IsPrivate)
            ? throw new DomainFolderException($"{file}: the register is pinned with public keys only.")
            : register;
    }

    /// <summary>Reads the file of the authority's public keys as its operator hands it over.</summary>
    /// <exception cref="DomainFolderException">Missing, damaged, or a key that is private.</exception>
    public static TrustedAuthority ReadAuthorityFile(string file)
    {
        var authority = Read<TrustedAuthority>(file);
        return authority.SigningKey.IsPrivate || authority.EncryptionKey.IsPrivate
            ? throw new DomainFolderException($"{file}: the authority is pinned with public keys only.")
            : authority;
    }

    private static TrustedIssuer ReadPinned(string file)
    {
        var issuer = ReadIssuerFile(file);
        return System.IO.Path.GetFileName(file) == $"{issuer.Number}.json"
            ? issuer
            : throw new DomainFolderException(
                $"{file}: contains issuer {issuer.Number}; the file of a pinned issuer must be named after its number."
            );
    }

    private string TrustFile(string name) => System.IO.Path.Combine(Path, "trust", name + ".json");

    private string RetiredPath => System.IO.Path.Combine(Path, "keys", "retired");

    // A thumbprint is base64url, so it cannot name a file in another folder; GetFileName guards against other callers.
    private string RetiredFile(string thumbprint) => System.IO.Path.Combine(RetiredPath, System.IO.Path.GetFileName(thumbprint) + ".json");

    private string KeyFile(string name) => System.IO.Path.Combine(Path, "keys", name + ".json");

    private void CreateKey<T>(string name, Func<T> create)
    {
        if (!File.Exists(KeyFile(name)))
        {
            Write(KeyFile(name), create(), isPrivate: true);
        }
    }

    private T ReadPrivate<T>(string name, Func<T, bool> isPrivate)
    {
        if (Directory.Exists(System.IO.Path.Combine(Path, "restoring")))
        {
            throw new DomainFolderException($"{Path}: a restore was interrupted. Run it again before you start anything here.");
        }
        var key = Read<T>(KeyFile(name));
        return isPrivate(key) ? key : throw new DomainFolderException($"{KeyFile(name)}: the private part is missing.");
    }

    private static T Read<T>(string file)
    {
        try
        {
            using var stream = File.OpenRead(file);
            return JsonSerializer.Deserialize<T>(stream, Json) ?? throw new JsonException("empty");
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new DomainFolderException(
                $"{file}: the file is missing. Restore it from its backup, or create new keys together with an empty store.",
                e
            );
        }
        catch (Exception e) when (e is JsonException or CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new DomainFolderException($"{file}: not readable as {typeof(T).Name}.", e);
        }
    }

    // A concurrent reader sees the old file or the new one, never a partial one.
    private static void Write<T>(string file, T value, bool isPrivate)
    {
        var folder = System.IO.Path.GetDirectoryName(file)!;
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
}

/// <summary>A key or trust file cannot be used; the message names the file and the reason in one line.</summary>
public sealed class DomainFolderException(string message, Exception? inner = null) : Exception(message, inner);
