using System.Text;

namespace KiPass.Portal.Officials.Access;

/// <summary>E-mail addresses by the mailbox that receives them.</summary>
internal static class Mailbox
{
    /// <summary>
    /// Normalizes an address, so that two spellings of one mailbox are equal: case, compatibility characters (NFKC), spaces around it, and
    /// the part after <c>+</c>, which most mail servers ignore.
    /// </summary>
    public static string Of(string? email)
    {
        var address = (email ?? "").Trim().Normalize(NormalizationForm.FormKC).ToUpperInvariant();
        var at = address.LastIndexOf('@');
        var plus = address.IndexOf('+', StringComparison.Ordinal);
        return plus > 0 && plus < at ? address[..plus] + address[at..] : address;
    }
}
