using System.Security.Cryptography;
using System.Text;

namespace KiPass.Portal.Owners.Registration;

/// <summary>
/// The id of the next facility of an account. It depends only on the account and its facilities, so that two requests at the same time
/// create one draft.
/// </summary>
internal static class NewFacilityId
{
    public static Guid Of(string accountId, IReadOnlyCollection<Guid> known)
    {
        for (var number = known.Count; ; number++)
        {
            var id = new Guid(SHA256.HashData(Encoding.UTF8.GetBytes($"facility:{accountId}:{number}")).AsSpan(0, 16));
            if (!known.Contains(id))
            {
                return id;
            }
        }
    }
}
