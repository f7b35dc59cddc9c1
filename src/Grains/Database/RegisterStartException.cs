namespace KiPass.Grains.Database;

/// <summary>The register cannot start; the message is one clear line for the operator.</summary>
internal sealed class RegisterStartException(string message, Exception? inner = null) : Exception(message, inner);
