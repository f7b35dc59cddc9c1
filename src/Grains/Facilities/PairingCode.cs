using System.Security.Cryptography;
using System.Text;

namespace KiPass.Grains.Facilities;

/// <summary>
/// A one-time code that binds a scanner to a facility: 10 characters of 32 that cannot be mistaken for one another (50 bits), written
/// <c>XXXXX-XXXXX</c>. Reading forgives case, spaces, hyphens, O for 0, and I or L for 1. Stored only as a hash, in a grain's key.
/// </summary>
internal readonly record struct PairingCode
{
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private const int Length = 10;
    private const int MaxTyped = 32;

    private readonly string characters;

    private PairingCode(string characters) => this.characters = characters;

    /// <summary>How long an owner's code is good for.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    /// <summary>Key of the <see cref="PairingGrain"/> that spends this code: <c>p:</c> and the SHA-256 in hexadecimal.</summary>
    public string Key => "p:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(characters)));

    /// <summary>The code as people read and type it.</summary>
    public string Text => $"{characters[..5]}-{characters[5..]}";

    /// <summary>A fresh code from the system's random source.</summary>
    public static PairingCode Random() => new(RandomNumberGenerator.GetString(Alphabet, Length));

    /// <summary>Reads what somebody typed; false when it cannot be a code.</summary>
    public static bool TryRead(string? typed, out PairingCode code)
    {
        code = default;
        if (typed is null || typed.Length > MaxTyped)
        {
            return false;
        }
        var characters = new StringBuilder(Length);
        foreach (var typedCharacter in typed)
        {
            if (typedCharacter is '-' or ' ')
            {
                continue;
            }
            var character = char.ToUpperInvariant(typedCharacter) switch
            {
                'O' => '0',
                'I' or 'L' => '1',
                var other => other,
            };
            if (!Alphabet.Contains(character, StringComparison.Ordinal))
            {
                return false;
            }
            characters.Append(character);
        }
        code = new PairingCode(characters.ToString());
        return characters.Length == Length;
    }

    /// <summary>Nothing: a code never reaches a log by accident.</summary>
    public override string ToString() => nameof(PairingCode);
}
