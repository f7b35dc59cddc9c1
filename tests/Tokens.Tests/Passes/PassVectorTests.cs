using System.Security.Cryptography;
using System.Text;
using KiPass.Tokens.Keys;
using KiPass.Tokens.Passes;

namespace KiPass.Tokens.Tests.Passes;

public sealed class PassVectorTests
{
    [Fact]
    public void Every_test_vector_is_made_byte_for_byte()
    {
        var keys = PassVectors.Issuer();
        Assert.Equal(5, PassVectors.Codes.Count);
        Assert.All(
            PassVectors.Codes,
            code =>
                Assert.Equal(
                    code.Text(),
                    PassSealer.Seal(code.IssuerNumber(), code.Ticket(), code.GetProperty("slotStart").GetInt64(), keys)
                )
        );
    }

    [Fact]
    public void Every_test_vector_is_made_by_a_phone_from_ticket_and_key_alone()
    {
        Assert.All(
            PassVectors.Codes,
            code =>
            {
                var text = new byte[PassSealer.TextLength];
                var slot = code.GetProperty("slot").GetInt32();
                PassSealer.SealTo(code.KeyId(), code.Ticket(), TicketKey.Read(code.Bytes("ticketKey")), slot, text);
                Assert.Equal(code.Text(), Encoding.ASCII.GetString(text));
            }
        );
    }

    [Fact]
    public void Every_test_vector_opens()
    {
        var keys = PassVectors.Register();
        Assert.All(
            PassVectors.Codes,
            code =>
            {
                Assert.Equal(PassVerdict.Opened, PassOpener.Open(code.Text(), keys, out var opened));
                Assert.Equal(code.ToPass(), opened);
                Assert.Equal(code.GetProperty("date").GetString(), $"{opened.Day}");
            }
        );
    }

    [Fact]
    public void Every_intermediate_value_matches_the_test_vector()
    {
        Assert.All(
            PassVectors.Codes,
            code =>
            {
                var keyId = code.KeyId();
                Assert.Equal(keyId, PassKeyId.Read(code.Bytes("kid")));
                var secret = new AgreementKeys(PassVectors.RegisterKey).SharedSecretWith(
                    new AgreementKeys(PassVectors.IssuerKey),
                    keyId.Day
                );
                Assert.Equal(PassVectors.SharedSecret, secret);
                Assert.Equal(code.Bytes("macKey"), ChannelKey.Derive(secret, keyId));
                var ticketKey = new byte[TicketKey.Size];
                PassVectors.Register().Find(keyId)!.Of(code.Ticket()).Write(ticketKey);
                Assert.Equal(code.Bytes("ticketKey"), ticketKey);
                Assert.Equal(code.Bytes("bytes"), Channel.Bytes(code.Text()));
                Assert.Equal(code.GetProperty("slot").GetInt32(), Pass.SlotOfDay(code.GetProperty("slotStart").GetInt64()));
            }
        );
    }

    [Fact]
    public void Every_ticket_is_made_and_opened_with_the_day_key()
    {
        Assert.All(
            PassVectors.Codes,
            code =>
            {
                using var dayKey = Aes.Create();
                dayKey.Key = code.Bytes("issuerDayKey");
                var visitor = Convert.ToUInt64(code.GetProperty("visitorNumber").GetString(), 16);
                var n = code.GetProperty("n").GetInt32();
                Assert.Equal(code.Ticket(), TicketCipher.Make(visitor, n, dayKey));
                Assert.True(TicketCipher.TryOpen(code.Ticket(), dayKey, out var opened, out var number));
                Assert.Equal((visitor, n), (opened, number));
            }
        );
    }
}
