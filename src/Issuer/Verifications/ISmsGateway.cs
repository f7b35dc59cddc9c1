using KiPass.Issuer.Personal;

namespace KiPass.Issuer.Verifications;

/// <summary>Sends one-time codes to phones.</summary>
internal interface ISmsGateway
{
    /// <summary>True if the gateway accepted the message; false if it refused it or did not answer in time.</summary>
    Task<bool> Send(CodeMessage message, CancellationToken cancellationToken);
}

/// <summary>The text message that carries a code.</summary>
internal sealed record CodeMessage(Id VerificationId, PhoneNumber To, string Code)
{
    public string Text =>
        $"[KI-Pass] 인증번호 {Code} (3분 안에 입력해 주십시오. 다른 사람에게 알려 주지 마십시오.) / Your code, valid 3 minutes.";

    /// <summary>Redacted, so that neither number nor code can reach a log.</summary>
    public override string ToString() => nameof(CodeMessage);
}
