using System.Security.Cryptography;
using KiPass.Silo.Tests.Hosting;
using KiPass.Testing;
using KiPass.Tokens;
using KiPass.Tokens.Keys;
using KiPass.Tokens.Passes;

namespace KiPass.Silo.Tests.Fixtures;

/// <summary>An issuer's side: keys of its own, and passes sealed for the register.</summary>
internal sealed class IssuerUnderTest(ushort number, DomainFolder register)
{
    private readonly EcJwk agreement = EcJwk.Create();
    private readonly EcJwk signing = EcJwk.Create();
    private readonly EcJwk encryption = EcJwk.Create();
    private readonly byte[] daySecret = RandomNumberGenerator.GetBytes(32);
    private ChannelKeyring? keyring;

    public ushort Number => number;

    public TrustedIssuer Public =>
        new(
            number,
            $"issuer {number}",
            new Uri("http://127.0.0.1:9"),
            new AgreementKeys(agreement.Public()),
            signing.Public(),
            encryption.Public()
        );

    public void PinAt(DomainFolder folder) => folder.Pin(Public);

    /// <summary>A pass of a fresh token whose slot holds an instant.</summary>
    public string PassAt(DateTimeOffset instant)
    {
        var seconds = instant.ToUnixTimeSeconds();
        return PassSealer.Seal(number, new Ticket(Guid.NewGuid()), seconds - seconds % Pass.SlotSeconds, Keyring());
    }

    /// <summary>The code of a visitor's ticket in the slot that holds an instant.</summary>
    public string PassOf(ulong visitorNumber, int n, DateTimeOffset instant)
    {
        var seconds = instant.ToUnixTimeSeconds();
        return PassSealer.Seal(number, TicketOf(visitorNumber, n, instant), seconds - seconds % Pass.SlotSeconds, Keyring());
    }

    /// <summary>A visitor's ticket of the Korean day of an instant.</summary>
    public Ticket TicketOf(ulong visitorNumber, int n, DateTimeOffset instant)
    {
        using var dayKey = Aes.Create();
        dayKey.Key = SHA256.HashData([.. daySecret, .. BitConverter.GetBytes(KoreanDay.Of(instant).Number)]);
        return TicketCipher.Make(visitorNumber, n, dayKey);
    }

    private ChannelKeyring Keyring()
    {
        if (keyring is null)
        {
            keyring = new ChannelKeyring(new AgreementKeys(agreement));
            keyring.Pin(number, register.AgreementKeys().Public());
        }
        return keyring;
    }
}
