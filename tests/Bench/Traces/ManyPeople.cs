using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using KiPass.Issuer.Personal;
using KiPass.Issuer.Verifications;
using KiPass.Tokens.Passes;
using Npgsql;
using NpgsqlTypes;

namespace KiPass.Bench.Traces;

/// <summary>People with accounts at an issuer, made up from a seed. Every one of them is real to the issuer: sealed and found by its own code.</summary>
internal sealed class ManyPeople
{
    private static readonly string[] Families =
    [
        "김",
        "이",
        "박",
        "최",
        "정",
        "강",
        "조",
        "윤",
        "장",
        "임",
        "한",
        "오",
        "서",
        "신",
        "권",
        "황",
    ];
    private static readonly string[] Given =
    [
        "민",
        "서",
        "지",
        "하",
        "도",
        "준",
        "예",
        "은",
        "우",
        "현",
        "수",
        "진",
        "영",
        "호",
        "연",
        "재",
    ];

    private const int IdSize = 16;

    private readonly byte[] ids;

    public ManyPeople(int count, int seed)
    {
        Count = count;
        ids = new byte[count * IdSize];
        new Random(seed).NextBytes(ids);
    }

    public int Count { get; }

    public static string Name(int person) =>
        Families[person % Families.Length] + Given[person / 16 % Given.Length] + Given[person / 256 % Given.Length];

    /// <summary>E.164; nobody shares one.</summary>
    public static string Phone(int person) => "+8210" + (20_000_000 + person).ToString(CultureInfo.InvariantCulture);

    /// <summary>The ticket of each visit of a day: a person's next one at each door.</summary>
    /// <param name="dayKey">The issuer's key of that day.</param>
    /// <param name="visitors">The person of each visit, in the order of time.</param>
    public Guid[] Tickets(byte[] dayKey, IEnumerable<int> visitors)
    {
        using var aes = Aes.Create();
        aes.Key = dayKey;
        var shown = new byte[Count];
        return [.. visitors.Select(person => TicketCipher.Make(NumberOf(person), shown[person]++ % TicketCipher.TicketsPerDay, aes).Value)];
    }

    // Any 64 bits of the random id, since each person needs a different number.
    private ulong NumberOf(int person) => BinaryPrimitives.ReadUInt64BigEndian(ids.AsSpan(person * IdSize));

    /// <summary>Copies everybody into the issuer's table of visitors, each field sealed.</summary>
    public async Task Copy(NpgsqlConnection connection, PersonalKey key, DateTimeOffset now)
    {
        await using var rows = await connection.BeginBinaryImportAsync(
            """
            COPY visitor (visitor_id, phone_index, phone, name, birth_date, consent_version, consented_at, verified_at, visitor_number)
            FROM STDIN (FORMAT binary)
            """
        );
        var verified = now.AddDays(-3).ToUnixTimeMilliseconds();
        for (var person = 0; person < Count; person++)
        {
            var id = ids.AsSpan(person * IdSize, IdSize).ToArray();
            var phone = PhoneNumber.FromStore(Phone(person));
            var birth = new BirthDate(new DateOnly(1950 + person % 50, 1 + person % 12, 1 + person % 28));
            rows.StartRow();
            foreach (
                var bytes in (byte[][])
                    [
                        id,
                        key.PhoneIndex(phone),
                        key.Seal(PersonalField.VisitorPhone, id, phone.Value),
                        key.Seal(PersonalField.VisitorName, id, Name(person)),
                        key.Seal(PersonalField.VisitorBirthDate, id, birth.ToText()),
                    ]
            )
            {
                rows.Write(bytes, NpgsqlDbType.Bytea);
            }
            rows.Write(Consent.Version, NpgsqlDbType.Text);
            rows.Write(verified, NpgsqlDbType.Bigint);
            rows.Write(verified, NpgsqlDbType.Bigint);
            rows.Write(id[..sizeof(ulong)], NpgsqlDbType.Bytea);
        }
        await rows.CompleteAsync();
    }
}
