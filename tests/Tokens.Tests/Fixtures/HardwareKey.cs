using KiPass.Tokens.Jose;
using KiPass.Tokens.Keys;
using KiPass.Tokens.Tests.Jose;

namespace KiPass.Tokens.Tests.Fixtures;

/// <summary>Stands for a hardware security module: it signs and agrees, counts its uses, and has no way to export the private part.</summary>
internal sealed class HardwareKey(EcJwk key) : ISigningKey, IDecryptionKey
{
    public EcJwk PublicKey { get; } = key.Public();

    public int Uses { get; private set; }

    public Exception? Failure { get; init; }

    public byte[] Sign(ReadOnlySpan<byte> data)
    {
        Use();
        return new FileSigningKey(key).Sign(data);
    }

    public byte[] Agree(EcJwk ephemeral)
    {
        Use();
        return new FileDecryptionKey(key).Agree(ephemeral);
    }

    private void Use()
    {
        Uses++;
        if (Failure is not null)
        {
            throw Failure;
        }
    }
}
