using System.Globalization;
using System.Text;
using KiPass.Contracts.Facilities;
using KiPass.Grains.Facilities.Directory;
using Npgsql;
using NpgsqlTypes;

namespace KiPass.Bench.Facilities;

/// <summary>A nation's facilities, made up from a seed and copied straight into the directory.</summary>
internal sealed class ManyFacilities(int count, int seed)
{
    private static readonly string[] First =
    [
        "달빛",
        "별밤",
        "청춘",
        "한강",
        "무지개",
        "소리",
        "은하",
        "새벽",
        "종로",
        "강남",
        "바다",
        "솔잎",
        "구름",
        "서울",
        "온누리",
        "하늘",
    ];
    private static readonly string[] Second =
    [
        "노래",
        "포차",
        "주점",
        "학원",
        "클럽",
        "뷔페",
        "식당",
        "카페",
        "광장",
        "마당",
        "극장",
        "체육관",
        "물류",
        "홍보관",
        "사랑방",
        "정원",
    ];
    private static readonly string[] Streets =
    [
        "중앙로",
        "시청로",
        "역전길",
        "대학로",
        "해안길",
        "산성로",
        "남문로",
        "북문길",
        "종로",
        "공원길",
    ];

    public int Count => count;

    /// <summary>The facts of one; the same for the same number.</summary>
    public FacilityFacts Facts(int number)
    {
        var random = new Random(seed + number);
        return new FacilityFacts
        {
            BusinessNumber = Number(number),
            Name =
                $"{First[random.Next(First.Length)]}{Second[random.Next(Second.Length)]} {number.ToString("x5", CultureInfo.InvariantCulture)}",
            District = Districts.All[random.Next(Districts.All.Length)].Code,
            Address = $"{Streets[random.Next(Streets.Length)]} {random.Next(1, 400)}, {random.Next(1, 9)}층",
            Type = FacilityTypes.All[random.Next(FacilityTypes.All.Length)].Code,
            Capacity = random.Next(5, 600),
            Phone = $"02{random.Next(10_000_000, 99_999_999)}",
            Standing = random.Next(2) == 0,
        };
    }

    /// <summary>Copies all of them; nine in ten had an entry on the day that is given.</summary>
    public async Task Copy(NpgsqlConnection connection, int activeDay)
    {
        await using (
            var rows = await connection.BeginBinaryImportAsync(
                """
                COPY facility_directory (facility_id, revision, stale, stage, name, type, district, address, business_number, phone, capacity,
                    indoor, standing, created_ms, changed_ms, activated_ms, search, grams) FROM STDIN (FORMAT binary)
                """
            )
        )
        {
            for (var i = 0; i < count; i++)
            {
                var facts = Facts(i);
                var search = SearchText.Of(facts);
                await rows.StartRowAsync();
                await rows.WriteAsync(Id(i), NpgsqlDbType.Uuid);
                await rows.WriteAsync(1L, NpgsqlDbType.Bigint);
                await rows.WriteAsync(false, NpgsqlDbType.Boolean);
                await rows.WriteAsync((short)FacilityState.Active, NpgsqlDbType.Smallint);
                foreach (
                    var text in (string[])[facts.Name, facts.Type, facts.District, facts.Address, SearchText.NumberOf(facts), facts.Phone]
                )
                {
                    await rows.WriteAsync(text, NpgsqlDbType.Text);
                }
                await rows.WriteAsync(facts.Capacity!.Value, NpgsqlDbType.Integer);
                await rows.WriteAsync(facts.Indoor, NpgsqlDbType.Boolean);
                await rows.WriteAsync(facts.Standing, NpgsqlDbType.Boolean);
                foreach (var time in (long[])[i, i, i])
                {
                    await rows.WriteAsync(time, NpgsqlDbType.Bigint);
                }
                await rows.WriteAsync(search, NpgsqlDbType.Text);
                await rows.WriteAsync(NGrams.Of(search), NpgsqlDbType.Array | NpgsqlDbType.Text);
            }
            await rows.CompleteAsync();
        }
        await using var active = await connection.BeginBinaryImportAsync(
            "COPY facility_activity (facility_id, last_day) FROM STDIN (FORMAT binary)"
        );
        for (var i = 0; i < count; i++)
        {
            if (i % 10 != 0)
            {
                await active.StartRowAsync();
                await active.WriteAsync(Id(i), NpgsqlDbType.Uuid);
                await active.WriteAsync(activeDay, NpgsqlDbType.Integer);
            }
        }
        await active.CompleteAsync();
    }

    /// <summary>A list of venues: six in ten known by number, two by name and address, one only similar, one unknown.</summary>
    public byte[] List(int rows)
    {
        var text = new StringBuilder("사업자등록번호,상호,업종,시군구,주소\n");
        for (var i = 0; i < rows; i++)
        {
            var facts = Facts(i * (count / rows));
            var (number, name) = (i % 10) switch
            {
                < 6 => (facts.BusinessNumber, facts.Name),
                < 8 => ("", $"(주){facts.Name}"),
                8 => ("", $"{facts.Name} 본점"),
                _ => (Number(count + i), $"모르는집 {i}"),
            };
            text.Append(CultureInfo.InvariantCulture, $"{number},{name},{facts.Type},{facts.District},\"{facts.Address}\"\n");
        }
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    public static Guid Id(int number) => new(number + 1, 0, 0, [1, 0, 0, 0, 0, 0, 0, 0]);

    private static string Number(int number)
    {
        var nine = (100_000_000 + number).ToString(CultureInfo.InvariantCulture);
        return BusinessNumber.Parse($"{nine}{BusinessNumber.CheckDigit(nine)}").ToString();
    }
}
