using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using KiPass.SystemTests.Door;

namespace KiPass.SystemTests.Fixtures;

/// <summary>What a code says.</summary>
internal sealed record TestCode(string Person, int Day, int N, int Slot)
{
    public DateTimeOffset Start =>
        DateTimeOffset.UnixEpoch.AddDays(Day).AddHours(-TestTickets.HoursOfKorea).AddSeconds(TestTickets.SlotSeconds * Slot);
}

/// <summary>Tickets and codes (KP2), computed from docs/pass-format.md without the product's own code.</summary>
internal sealed class TestTickets
{
    internal const int HoursOfKorea = 9;
    internal const int SlotSeconds = 15;
    private const int Issuer = 7;
    private const int TicketsOfADay = 64;
    private const int DaysOfAnAnswer = 3;
    private const string Alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";

    private readonly byte[] secret = RandomNumberGenerator.GetBytes(32);
    private readonly ConcurrentDictionary<string, (string Person, int Day, int N)> issued = new();

    /// <summary>Tickets in one answer for each day.</summary>
    public int Count { get; set; } = 32;

    /// <summary>The answer of POST /v1/tickets.</summary>
    public object Issue(string person, int from, DateTimeOffset now, string stamp) =>
        new
        {
            days = Enumerable
                .Range(DayOf(now), DaysOfAnAnswer)
                .Select(day => new
                {
                    day = DateTimeOffset.UnixEpoch.AddDays(day).ToString("yyyy-MM-dd", null),
                    kid = Base64Url(Kid(day)),
                    tickets = Enumerable
                        .Range(from, Count)
                        .Select(n => n % TicketsOfADay)
                        .Select(n => new
                        {
                            n,
                            ticket = Base64Url(Ticket(person, day, n)),
                            key = Base64Url(Key(Ticket(person, day, n))),
                        })
                        .ToList(),
                })
                .ToList(),
            now = stamp,
        };

    /// <summary>The code of a ticket for the slot of that moment.</summary>
    public string Code(string person, int n, DateTimeOffset at)
    {
        var day = DayOf(at);
        var slot = (int)(at - new TestCode(person, day, n, 0).Start).TotalSeconds / SlotSeconds;
        var ticket = Ticket(person, day, n);
        byte[] bytes = [.. Kid(day), .. ticket, .. Slot(slot), .. Mac(ticket, slot)];
        return "KP2:" + string.Concat(bytes.Chunk(2).Select(pair => pair[0] * 256 + pair[1]).SelectMany(Digits));
    }

    /// <summary>Reads a code as the register does; fails unless it is authentic.</summary>
    public TestCode Open(string text)
    {
        Assert.Equal(55, text.Length);
        Assert.StartsWith("KP2:", text, StringComparison.Ordinal);
        var bytes = text[4..]
            .Chunk(3)
            .Select(digits => digits.Select(digit => Alphabet.IndexOf(digit)).Reverse().Aggregate((sum, digit) => sum * 45 + digit))
            .SelectMany(value => new[] { (byte)(value >> 8), (byte)value })
            .ToArray();
        var slot = BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(20, 2));
        Assert.InRange(slot, 0, 5759);
        Assert.Equal(Mac(bytes[4..20], slot), bytes[22..]);
        var (person, day, n) = issued[Convert.ToHexString(bytes, 4, 16)];
        Assert.Equal(Kid(day), bytes[..4]);
        return new TestCode(person, day, n, slot);
    }

    private static int DayOf(DateTimeOffset at) => (int)(at.AddHours(HoursOfKorea) - DateTimeOffset.UnixEpoch).TotalDays;

    private static byte[] Kid(int day) => [Issuer >> 8, Issuer, (byte)(day >> 8), (byte)day];

    private static byte[] Slot(int slot) => [(byte)(slot >> 8), (byte)slot];

    private byte[] Ticket(string person, int day, int n)
    {
        var ticket = HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes($"{person} {day} {n}"))[..16];
        issued[Convert.ToHexString(ticket)] = (person, day, n);
        return ticket;
    }

    private byte[] Key(byte[] ticket) => HMACSHA256.HashData(secret, ticket);

    private byte[] Mac(byte[] ticket, int slot) => HMACSHA256.HashData(Key(ticket), Slot(slot))[..12];

    private static IEnumerable<char> Digits(int value) => [Alphabet[value % 45], Alphabet[value / 45 % 45], Alphabet[value / 2025]];

    private static string Base64Url(byte[] bytes) => System.Buffers.Text.Base64Url.EncodeToString(bytes);
}
