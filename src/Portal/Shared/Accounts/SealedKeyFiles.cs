using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace KiPass.Portal.Shared.Accounts;

/// <summary>
/// The folder of encrypted keys. Each file names the class that decrypts it, by namespace and assembly. Earlier releases had one program
/// for both portals, and their files name <c>KiPass.Portal.Accounts.ProtectionOpener</c>. That name is mapped to
/// <see cref="ProtectionOpener"/>.
/// </summary>
internal sealed class SealedKeyFiles(DirectoryInfo folder, ILoggerFactory log) : FileSystemXmlRepository(folder, log)
{
    private const string NameOfEarlierReleases = "KiPass.Portal.Accounts.ProtectionOpener,";

    public override IReadOnlyCollection<XElement> GetAllElements()
    {
        var elements = base.GetAllElements();
        foreach (var opener in elements.SelectMany(element => element.Descendants()).Attributes("decryptorType"))
        {
            if (opener.Value.StartsWith(NameOfEarlierReleases, StringComparison.Ordinal))
            {
                opener.Value = typeof(ProtectionOpener).AssemblyQualifiedName!;
            }
        }
        return elements;
    }
}
