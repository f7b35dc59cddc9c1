using KiPass.Issuer.Personal;

namespace KiPass.Issuer.Verifications;

/// <summary>Carries one-time codes to phones.</summary>
internal interface ISmsGateway
{
    /// <summary>True once the gateway has taken the message; false when it did not, in time or at all.</summary>
    Task<bool> Send(CodeMessage message, CancellationToken cancellationToken);
}

/// <summary>The text message that carries a code.</summary>
internal sealed record CodeMessage(Id VerificationId, PhoneNumber To, string Code)
{
    public string Text =>
        $"[KiPass] 인증번호 {Code} (3분 안에 입력해 주십시오. 다른 사람에게 알려 주지 마십시오.) / Your code, valid 3 minutes.";

    /// <summary>Nothing: neither number nor code reaches a log by accident.</summary>
    public override string ToString() => nameof(CodeMessage);
}
