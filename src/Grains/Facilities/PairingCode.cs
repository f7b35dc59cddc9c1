using System.Security.Cryptography;
using System.Text;

namespace KiPass.Grains.Facilities;

/// <summary>
/// A one-time code that pairs a scanner with a facility: 10 characters of an alphabet of 32 unambiguous characters (50 bits), written
/// <c>XXXXX-XXXXX</c>. Parsing ignores case, spaces and hyphens, and reads O as 0, I and L as 1. Stored only as a hash, in the key of a
/// grain.
/// </summary>
internal readonly record struct PairingCode
{
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private const int Length = 10;
    private const int MaxTyped = 32;

    private readonly string characters;

    private PairingCode(string characters) => this.characters = characters;

    /// <summary>How long a code of an owner is valid.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    /// <summary>Key of the <see cref="PairingGrain"/> of this code: <c>p:</c> and the SHA-256 in hexadecimal.</summary>
    public string Key => "p:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(characters)));

    /// <summary>The code in the form that people read and type.</summary>
    public string Text => $"{characters[..5]}-{characters[5..]}";

    /// <summary>A new cryptographically random code.</summary>
    public static PairingCode Random() => new(RandomNumberGenerator.GetString(Alphabet, Length));

    /// <summary>Parses a typed code; false when it is malformed.</summary>
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

    /// <summary>Redacted, so that a code cannot reach a log.</summary>
    public override string ToString() => nameof(PairingCode);
}
