using System.Runtime.InteropServices;
using System.Security.Cryptography;
using KiPass.Tokens;
using KiPass.Tokens.Passes;

namespace KiPass.Bench.Load;

/// <summary>
/// Tickets of the current Korean day with their keys, as phones hold them. They are shown in turn. Below 35,000 scans/s no code repeats,
/// because the next slot has begun when a ticket is shown again.
/// </summary>
internal sealed class HeldTickets(ChannelKeyring keys, ushort issuer)
{
    private const int Held = 524_288;

    private readonly (Ticket Ticket, TicketKey Key)[] tickets = new (Ticket, TicketKey)[Held];
    private PassKeyId day;
    private int next;

    /// <summary>Writes the code of the next ticket for the slot of a time.</summary>
    public void SealNext(long unixSeconds, Span<byte> destination)
    {
        var keyId = new PassKeyId(issuer, KoreanDay.OfUnixSeconds(unixSeconds));
        if (keyId != day)
        {
            Fetch(keyId);
        }
        ref var held = ref tickets[next];
        next = (next + 1) % Held;
        PassSealer.SealTo(keyId, held.Ticket, held.Key, Pass.SlotOfDay(unixSeconds), destination);
    }

    private void Fetch(PassKeyId keyId)
    {
        var key = keys.Find(keyId) ?? throw new InvalidOperationException($"No channel key for issuer {keyId.Issuer} on {keyId.Day}.");
        Span<Guid> random = new Guid[Held];
        RandomNumberGenerator.Fill(MemoryMarshal.AsBytes(random));
        for (var i = 0; i < Held; i++)
        {
            var ticket = new Ticket(random[i]);
            tickets[i] = (ticket, key.Of(ticket));
        }
        day = keyId;
    }
}
