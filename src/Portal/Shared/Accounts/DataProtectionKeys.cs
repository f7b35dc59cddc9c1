using System.Security.Cryptography;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using KiPass.Hosting.Settings;
using KiPass.Portal.Shared.Settings;
using KiPass.Tokens.Keys;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;

namespace KiPass.Portal.Shared.Accounts;

/// <summary>
/// The keys that protect cookies and secrets at rest: in a folder that all processes of a portal share, sealed (AES-256-GCM) with
/// <c>keys/protection.json</c>, so that the folder or its backup alone opens nothing.
/// </summary>
internal static class DataProtectionKeys
{
    private const string Secret = "protection";

    public static void AddProtection(this IServiceCollection services, PortalSettings settings)
    {
        var seal = SealOf(settings);
        services.AddSingleton(seal);
        services.AddDataProtection().SetApplicationName($"kipass-{settings.Program.Name}");
        services
            .AddOptions<KeyManagementOptions>()
            .Configure<ILoggerFactory>(
                (options, log) =>
                {
                    options.XmlRepository = new SealedKeyFiles(new DirectoryInfo(settings.ProtectionKeys), log);
                    options.XmlEncryptor = seal;
                }
            );
    }

    /// <summary>Whether this process can open the keys that lie there: else it would quietly make others, and nobody could sign in.</summary>
    /// <exception cref="StartException">A key was sealed with another secret: one line.</exception>
    public static void Require(PortalSettings settings)
    {
        if (!Directory.Exists(settings.ProtectionKeys))
        {
            return;
        }
        var seal = SealOf(settings);
        foreach (var file in Directory.EnumerateFiles(settings.ProtectionKeys, "key-*.xml"))
        {
            try
            {
                foreach (var element in XDocument.Load(file).Descendants(ProtectionSeal.ElementName))
                {
                    seal.Open(element);
                }
            }
            catch (Exception e) when (e is CryptographicException or FormatException or XmlException)
            {
                throw new StartException(
                    $"{file}: was sealed with another key than keys/{Secret}.json in {settings.Data}; restore the right one."
                );
            }
        }
    }

    private static ProtectionSeal SealOf(PortalSettings settings)
    {
        var folder = new DomainFolder(settings.Data);
        try
        {
            folder.CreateSecret(Secret);
            return new ProtectionSeal(folder.Secret(Secret));
        }
        catch (Exception e) when (e is DomainFolderException or IOException or UnauthorizedAccessException)
        {
            throw new StartException(e.Message.ReplaceLineEndings(" "));
        }
    }
}

/// <summary>Seals the keys that ASP.NET Core keeps as XML.</summary>
internal sealed class ProtectionSeal(byte[] secret) : IXmlEncryptor
{
    public const string ElementName = "sealed";

    private const int NonceSize = 12;
    private const int TagSize = 16;

    public EncryptedXmlInfo Encrypt(XElement plaintextElement)
    {
        var plain = Encoding.UTF8.GetBytes(plaintextElement.ToString(SaveOptions.DisableFormatting));
        var bytes = new byte[NonceSize + plain.Length + TagSize];
        RandomNumberGenerator.Fill(bytes.AsSpan(0, NonceSize));
        using var cipher = new AesGcm(secret, TagSize);
        cipher.Encrypt(bytes.AsSpan(0, NonceSize), plain, bytes.AsSpan(NonceSize, plain.Length), bytes.AsSpan(NonceSize + plain.Length));
        CryptographicOperations.ZeroMemory(plain);
        return new EncryptedXmlInfo(new XElement(ElementName, Convert.ToBase64String(bytes)), typeof(ProtectionOpener));
    }

    /// <exception cref="CryptographicException">Sealed with another secret, or altered.</exception>
    public XElement Open(XElement element)
    {
        var bytes = Convert.FromBase64String(element.Value);
        if (bytes.Length < NonceSize + TagSize)
        {
            throw new CryptographicException("A sealed key is too short.");
        }
        var plain = new byte[bytes.Length - NonceSize - TagSize];
        using var cipher = new AesGcm(secret, TagSize);
        cipher.Decrypt(bytes.AsSpan(0, NonceSize), bytes.AsSpan(NonceSize, plain.Length), bytes.AsSpan(NonceSize + plain.Length), plain);
        return XElement.Parse(Encoding.UTF8.GetString(plain));
    }
}

/// <summary>Opens a sealed key. ASP.NET Core creates it by the name in the key's file: see <see cref="SealedKeyFiles"/> before renaming it.</summary>
internal sealed class ProtectionOpener(IServiceProvider services) : IXmlDecryptor
{
    public XElement Decrypt(XElement encryptedElement) => services.GetRequiredService<ProtectionSeal>().Open(encryptedElement);
}
