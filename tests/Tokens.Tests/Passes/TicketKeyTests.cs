using System.Buffers.Binary;
using System.Security.Cryptography;
using CsCheck;
using KiPass.Tokens.Passes;

namespace KiPass.Tokens.Tests.Passes;

public sealed class TicketKeyTests
{
    /// <summary>The mac is computed from two hashes; the framework's HMAC is the check.</summary>
    [Fact]
    public void The_mac_is_the_hmac_of_the_slot() =>
        Gen.Select(Gen.Byte.Array[TicketKey.Size], Gen.Int[0, Pass.SlotsPerDay - 1])
            .Sample(
                (bytes, slotOfDay) =>
                {
                    var slot = new byte[sizeof(ushort)];
                    BinaryPrimitives.WriteUInt16BigEndian(slot, (ushort)slotOfDay);
                    var mac = new byte[HMACSHA256.HashSizeInBytes];
                    TicketKey.Read(bytes).Mac(slotOfDay, mac);
                    Assert.Equal(HMACSHA256.HashData(bytes, slot), mac);
                }
            );
}
