namespace KiPass.Issuer.Settings;

/// <summary>The issuer cannot start; the message says why in one clear line.</summary>
internal sealed class StartException(string message, Exception? inner = null) : Exception(message, inner);
