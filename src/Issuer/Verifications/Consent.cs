using System.Globalization;
using System.Reflection;
using System.Resources;

namespace KiPass.Issuer.Verifications;

/// <summary>The text that a visitor consents to (개인정보 수집·이용 동의, 개인정보 보호법 제15조), and its version, which is stored with each consent.</summary>
internal static class Consent
{
    /// <summary>Must change whenever the text changes.</summary>
    public const string Version = "2020-06-10";

    private static readonly ResourceManager Texts = new("KiPass.Issuer.Verifications.ConsentText", Assembly.GetExecutingAssembly());

    public static string Korean => Texts.GetString("Text", CultureInfo.GetCultureInfo("ko"))!;

    public static string English => Texts.GetString("Text", CultureInfo.GetCultureInfo("en"))!;
}
