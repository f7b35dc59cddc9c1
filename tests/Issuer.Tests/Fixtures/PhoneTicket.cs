using System.Text;
using System.Text.Json;
using KiPass.Tokens;
using KiPass.Tokens.Keys;
using KiPass.Tokens.Passes;

namespace KiPass.Issuer.Tests.Fixtures;

/// <summary>What a phone keeps of an answer of <c>/v1/tickets</c>: it makes codes from this alone.</summary>
internal sealed record PhoneTicket(PassKeyId KeyId, int N, Ticket Ticket, TicketKey Key)
{
    public KoreanDay Day => KeyId.Day;

    /// <summary>Reads an answer, having checked the form of each value.</summary>
    public static List<PhoneTicket> Read(JsonElement answer) =>
        [
            .. answer
                .GetProperty("days")
                .EnumerateArray()
                .SelectMany(day => day.GetProperty("tickets").EnumerateArray().Select(t => Read(day, t))),
        ];

    /// <summary>The code of the slot at an instant.</summary>
    public string CodeAt(DateTimeOffset at)
    {
        var text = new byte[PassSealer.TextLength];
        PassSealer.SealTo(KeyId, Ticket, Key, Pass.SlotOfDay(at.ToUnixTimeSeconds()), text);
        return Encoding.ASCII.GetString(text);
    }

    private static PhoneTicket Read(JsonElement day, JsonElement ticket)
    {
        var keyId = PassKeyId.Read(Bytes(day.GetProperty("kid"), PassKeyId.Size));
        Assert.Equal(keyId.Day.ToString(), day.GetProperty("day").GetString());
        return new(
            keyId,
            ticket.GetProperty("n").GetInt32(),
            Ticket.Read(Bytes(ticket.GetProperty("ticket"), Ticket.Size)),
            TicketKey.Read(Bytes(ticket.GetProperty("key"), TicketKey.Size))
        );
    }

    private static byte[] Bytes(JsonElement text, int size)
    {
        Assert.True(Base64Url.TryDecode(text.GetString(), out var bytes));
        Assert.Equal(size, bytes.Length);
        return bytes;
    }
}
