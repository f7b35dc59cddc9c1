using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using KiPass.Hosting.Files;

namespace KiPass.Hosting.Demo;

/// <summary>
/// Tickets of the one-click sign-ins of a demonstration. The start page issues them, and the program that one names redeems it once, within a
/// minute. They are authenticated (HMAC-SHA256) with a key that <c>up --demo</c> writes into the programs' folders for one run. A program without
/// the demo switch or without that file has no tickets.
/// </summary>
/// <remarks><c>{role}.{expires, Unix seconds}.{16 random bytes, hex}.{MAC, hex}</c>.</remarks>
public sealed class DemoTickets
{
    /// <summary>Name of the key file in a program's folder.</summary>
    public const string FileName = "demo.key";

    private const int KeySize = 32;
    private const int NonceSize = 16;
    private const int Longest = 256;
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(1);

    private readonly byte[] key;
    private readonly TimeProvider time;
    private readonly ConcurrentDictionary<string, long> used = new();

    private DemoTickets(byte[] key, TimeProvider time) => (this.key, this.time) = (key, time);

    /// <summary>The tickets of a program; null if it was not started as part of a demonstration.</summary>
    /// <param name="folder">The program's data folder.</param>
    /// <param name="demo">Value of the program's demo switch.</param>
    /// <param name="time">The clock.</param>
    public static DemoTickets? Of(string folder, bool demo, TimeProvider time)
    {
        var file = Path.Combine(folder, FileName);
        return demo && File.Exists(file) && File.ReadAllBytes(file) is { Length: KeySize } key ? new DemoTickets(key, time) : null;
    }

    /// <summary>Writes a new key into folders. Keys of earlier runs become invalid.</summary>
    public static void Create(IEnumerable<string> folders)
    {
        var key = RandomNumberGenerator.GetBytes(KeySize);
        foreach (var folder in folders)
        {
            PrivateFile.Replace(Path.Combine(folder, FileName), stream => stream.Write(key));
        }
    }

    /// <summary>Removes the keys of earlier runs.</summary>
    public static void Remove(IEnumerable<string> folders)
    {
        foreach (var folder in folders)
        {
            File.Delete(Path.Combine(folder, FileName));
        }
    }

    /// <summary>Makes a ticket.</summary>
    /// <param name="program">The program that accepts it, for example <c>owners</c>.</param>
    /// <param name="role">Who signs in: lower-case letters and hyphens.</param>
    public string Issue(string program, string role)
    {
        var expires = (time.GetUtcNow() + Life).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var content = $"{role}.{expires}.{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(NonceSize))}";
        return $"{content}.{Mac(program, content)}";
    }

    /// <summary>Uses a ticket up.</summary>
    /// <returns>Its role; null if it is not authentic, of another program, expired or used.</returns>
    public string? Redeem(string program, string? ticket)
    {
        if (ticket is not { Length: > 0 and <= Longest } || ticket.Split('.') is not [var role, var expires, var nonce, var mac])
        {
            return null;
        }
        var expected = Encoding.ASCII.GetBytes(Mac(program, $"{role}.{expires}.{nonce}"));
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        if (
            !CryptographicOperations.FixedTimeEquals(expected, Encoding.UTF8.GetBytes(mac))
            || !long.TryParse(expires, NumberStyles.None, CultureInfo.InvariantCulture, out var until)
            || until < now
        )
        {
            return null;
        }
        foreach (var old in used.Where(one => one.Value < now))
        {
            used.TryRemove(old);
        }
        return used.TryAdd(nonce, until) ? role : null;
    }

    private string Mac(string program, string content) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"kipass-demo|{program}|{content}")));
}
