namespace KiPass.Tokens.Keys;

/// <summary>
/// A trust domain's folder: its own private keys under <c>keys/</c> (readable by their owner only) and the public keys of the other domains,
/// pinned by its operator, under <c>trust/</c>. No program fetches keys from another domain at run time.
/// </summary>
/// <remarks>
/// <c>keys/agreement.json</c> (register and issuer), <c>keys/signing.json</c> (all), <c>keys/encryption.json</c> (all except the owners' portal),
/// <c>keys/retired/{thumbprint}.json</c> (authority); <c>trust/register.json</c>, <c>trust/authority.json</c>, <c>trust/owners.json</c>
/// (register), <c>trust/issuers/{number}.json</c>.
/// </remarks>
public sealed class DomainFolder(string path)
{
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
                    .Select(f => KeyFile.Read<EcJwk>(f.FullName)),
            ]
            : [];

    /// <summary>Creates a new encryption key and retires the current one, which still opens what parties seal to it until they pin the new key.</summary>
    /// <exception cref="DomainFolderException">The key in use is missing or damaged.</exception>
    public EcJwk RotateEncryptionKey()
    {
        var old = EncryptionKey();
        KeyFile.Write(RetiredFile(old.Thumbprint), old, isPrivate: true);
        var fresh = EcJwk.Create();
        KeyFile.Write(FileOf("encryption"), fresh, isPrivate: true);
        return fresh;
    }

    /// <summary>The signing key that will replace the one in force; creates it if there is none (<c>keys/signing-next.json</c>).</summary>
    /// <exception cref="DomainFolderException">The file is damaged.</exception>
    public EcJwk NextSigningKey()
    {
        CreateKey(NextSigning, EcJwk.Create);
        return ReadPrivate<EcJwk>(NextSigning, key => key.IsPrivate);
    }

    /// <summary>Puts the next signing key in force. The one before is gone.</summary>
    public void UseNextSigningKey() => File.Move(FileOf(NextSigning), FileOf("signing"), overwrite: true);

    /// <summary>The statements with which the domain has announced its keys, oldest first; empty when it has made none.</summary>
    /// <exception cref="DomainFolderException">The file is damaged.</exception>
    public IReadOnlyList<string> KeyStatements() =>
        File.Exists(FileOf(Statements)) ? KeyFile.Read<IReadOnlyList<string>>(FileOf(Statements)) : [];

    /// <summary>Replaces the statements with which the domain has announced its keys.</summary>
    public void WriteKeyStatements(IReadOnlyList<string> statements) => KeyFile.Write(FileOf(Statements), statements, isPrivate: true);

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
    public TrustedRegister Register() => KeyFile.Read<TrustedRegister>(TrustFile("register"), WhenNotPinned("register"));

    /// <summary>The pinned authority.</summary>
    /// <exception cref="DomainFolderException">The file is missing or damaged.</exception>
    public TrustedAuthority Authority() => KeyFile.Read<TrustedAuthority>(TrustFile("authority"), WhenNotPinned("authority"));

    /// <summary>The pinned owners' portal.</summary>
    /// <exception cref="DomainFolderException">The file is missing or damaged.</exception>
    public TrustedOwners Owners() => KeyFile.Read<TrustedOwners>(TrustFile("owners"), WhenNotPinned("owners"));

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
    public void Pin(TrustedIssuer issuer) =>
        KeyFile.Write(System.IO.Path.Combine(IssuersPath, $"{issuer.Number}.json"), issuer, isPrivate: false);

    /// <summary>Pins the register.</summary>
    public void Pin(TrustedRegister register) => KeyFile.Write(TrustFile("register"), register, isPrivate: false);

    /// <summary>Pins the authority.</summary>
    public void Pin(TrustedAuthority authority) => KeyFile.Write(TrustFile("authority"), authority, isPrivate: false);

    /// <summary>Pins the owners' portal.</summary>
    public void Pin(TrustedOwners owners) => KeyFile.Write(TrustFile("owners"), owners, isPrivate: false);

    /// <summary>Creates the private keys that do not exist yet.</summary>
    /// <param name="withAgreement">Register and issuers have an agreement key, the authority has none.</param>
    public void CreateKeys(bool withAgreement)
    {
        if (withAgreement)
        {
            CreateKey("agreement", () => new AgreementKeys(EcJwk.Create()));
        }
        CreateSigningKey();
        CreateKey("encryption", EcJwk.Create);
    }

    /// <summary>Creates the signing key if it does not exist yet. The owners' portal has no other.</summary>
    public void CreateSigningKey() => CreateKey("signing", EcJwk.Create);

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
        var issuer = KeyFile.Read<TrustedIssuer>(file);
        var keys = issuer.AgreementKey.Keys.Select(k => k.Key).Append(issuer.SigningKey).Append(issuer.EncryptionKey);
        return issuer.Number == 0 || keys.Any(k => k.IsPrivate)
            ? throw new DomainFolderException($"{file}: an issuer has a number from 1 to 65535 and public keys only.")
            : issuer;
    }

    /// <summary>Reads the file of the register's public keys as its operator hands it over.</summary>
    /// <exception cref="DomainFolderException">Missing, damaged, or a key that is private.</exception>
    public static TrustedRegister ReadRegisterFile(string file)
    {
        var register = KeyFile.Read<TrustedRegister>(file);
        var keys = register.AgreementKey.Keys.Select(k => k.Key).Append(register.SigningKey).Append(register.EncryptionKey);
        return keys.Any(k => k.IsPrivate)
            ? throw new DomainFolderException($"{file}: the register is pinned with public keys only.")
            : register;
    }

    /// <summary>Reads the file of the authority's public keys as its operator hands it over.</summary>
    /// <exception cref="DomainFolderException">Missing, damaged, or a key that is private.</exception>
    public static TrustedAuthority ReadAuthorityFile(string file)
    {
        var authority = KeyFile.Read<TrustedAuthority>(file);
        return authority.SigningKey.IsPrivate || authority.EncryptionKey.IsPrivate
            ? throw new DomainFolderException($"{file}: the authority is pinned with public keys only.")
            : authority;
    }

    /// <summary>Reads the file of the owners' portal's public key as its operator hands it over.</summary>
    /// <exception cref="DomainFolderException">Missing, damaged, or a key that is private.</exception>
    public static TrustedOwners ReadOwnersFile(string file)
    {
        var owners = KeyFile.Read<TrustedOwners>(file);
        return owners.SigningKey.IsPrivate
            ? throw new DomainFolderException($"{file}: the owners' portal is pinned with its public key only.")
            : owners;
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

    private const string Statements = "statements";
    private const string NextSigning = "signing-next";

    private string TrustFile(string name) => System.IO.Path.Combine(Path, "trust", name + ".json");

    private string RetiredPath => System.IO.Path.Combine(Path, "keys", "retired");

    // A thumbprint is base64url, so it cannot name a file in another folder; GetFileName guards against other callers.
    private string RetiredFile(string thumbprint) => System.IO.Path.Combine(RetiredPath, System.IO.Path.GetFileName(thumbprint) + ".json");

    private string FileOf(string name) => System.IO.Path.Combine(Path, "keys", name + ".json");

    private void CreateKey<T>(string name, Func<T> create)
    {
        if (!File.Exists(FileOf(name)))
        {
            KeyFile.Write(FileOf(name), create(), isPrivate: true);
        }
    }

    private T ReadPrivate<T>(string name, Func<T, bool> isPrivate)
    {
        if (Directory.Exists(System.IO.Path.Combine(Path, "restoring")))
        {
            throw new DomainFolderException(
                $"{Path}: a restore was interrupted. Run it again before you start anything here: ./kipass restore BACKUP --replace"
            );
        }
        var key = KeyFile.Read<T>(FileOf(name), WhenKeyIsMissing());
        return isPrivate(key) ? key : throw new DomainFolderException($"{FileOf(name)}: the private part is missing.");
    }

    // A lost key cannot be made again: what was sealed to it, or signed with it, belongs to the old one.
    private string WhenKeyIsMissing()
    {
        var (domain, data) = (System.IO.Path.GetFileName(Path), System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(Path)));
        var keys = System.IO.Path.Combine(Path, "keys");
        return !Directory.Exists(Path) ? $"{Path} does not exist: name another folder, or make the domain's keys: {Make()}"
            : !Directory.Exists(keys) || !Directory.EnumerateFiles(keys).Any() ? $"This domain has no keys yet. Make them: {Make()}"
            : $"Restore it with the backup of the keys: ./kipass restore BACKUP --data {data}";

        string Make() => $"./kipass keys make {domain} --data {data}";
    }

    private string WhenNotPinned(string peer) =>
        $"The {peer} is not pinned here. Pin it: ./kipass {peer} pin FILE.json --data {System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(Path))}";
}

/// <summary>A key or trust file cannot be used; the message names the file and the reason in one line.</summary>
public sealed class DomainFolderException(string message, Exception? inner = null) : Exception(message, inner);
