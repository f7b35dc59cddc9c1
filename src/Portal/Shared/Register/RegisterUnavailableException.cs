namespace KiPass.Portal.Shared.Register;

/// <summary>
/// The register did not answer, or its answer is unusable. A change may or may not be stored. <see cref="RegisterCalls"/> converts it to an
/// outcome.
/// </summary>
public sealed class RegisterUnavailableException(string reason, Exception? inner = null) : Exception(reason, inner);
