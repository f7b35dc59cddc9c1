using System.Globalization;
using System.Text;
using KiPass.Contracts.Access;
using KiPass.Contracts.Compliance;
using KiPass.Contracts.Facilities;
using KiPass.Contracts.Venues;
using KiPass.Grains.Compliance;
using KiPass.Hosting.Demo;
using KiPass.Hosting.Settings;
using KiPass.Tokens;

namespace KiPass.Silo.Demo.Nation;

/// <summary>
/// Loads licence lists of the high-risk types as an official does, with venues that never sign up, and invites some of those.
/// </summary>
internal sealed class NationLicences(DemoClock clock, ComplianceStore compliance, IGrainFactory grains)
{
    private const int FacilitiesPerMissing = 8;
    private const int FirstMissing = 5_000;
    private const int Seed = 20200623;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);
    private static readonly Caller Official = Caller.Official(DemoOfficial.AccountId, Jurisdiction.Nation);

    private static readonly (string File, string[] Provinces)[] Lists =
    [
        ("서울_고위험시설_인허가.csv", ["11"]),
        ("경기인천_고위험시설_인허가.csv", ["41", "28"]),
        ("부산울산경남_고위험시설_인허가.csv", ["26", "31", "48"]),
        ("그밖의지역_고위험시설_인허가.csv", ["27", "29", "30", "36", "42", "43", "44", "45", "46", "47", "50"]),
    ];

    public async Task Load(IReadOnlyList<NationFacility> plan, KoreanDay day)
    {
        var venues = plan.Where(facility => facility.End != FacilityState.Draft)
            .Select(facility => facility.Facts)
            .Concat(Missing(plan.Count));
        var licensed = venues.Where(facts => FacilityTypes.Find(facts.Type)!.HighRisk).ToLookup(facts => facts.District[..2]);
        foreach (var (number, (file, provinces)) in Lists.Index())
        {
            clock.Set(day.Start.AddHours(9.5).AddMinutes(number * 7));
            var grain = grains.GetGrain<IVenueListGrain>(VenueListKey.Of(Guid.NewGuid()));
            Require(await grain.Load(Official, new VenueFile(file, Csv(provinces.SelectMany(province => licensed[province])))));
            await Done(grain);
        }
    }

    /// <summary>Three times an official invites a part of the missing venues, and calls some of them.</summary>
    public async Task Invite(KoreanDay day, int ago)
    {
        if (ago is not (20 or 10 or 3))
        {
            return;
        }
        clock.Set(day.Start.AddHours(14));
        var query = new ComplianceQuery
        {
            State = ComplianceState.Missing,
            Region = Jurisdiction.Nation,
            Limit = ComplianceQuery.MaxLimit,
        };
        var missing = await compliance.List(query, day, CancellationToken.None);
        var chosen = missing.Where((_, place) => place % 5 == 0).Select(row => row.Subject).Take(IVenuesGrain.MaxInvited).ToList();
        if (chosen.Count == 0)
        {
            return;
        }
        var venues = grains.GetGrain<IVenuesGrain>(IVenuesGrain.Key);
        var invited = await venues.Invite(Official, [.. chosen.Select(venue => venue.Id)]);
        Require(new Answer(invited.Status, invited.Errors));
        foreach (var venue in chosen.Take(4))
        {
            var called = VenueContact.New(Guid.NewGuid(), VenueContactKind.Called, day.Date, "초대장을 받음. 이번 주 안에 등록하기로 함.");
            Require(await venues.AddContact(Official, venue.Id, called));
        }
    }

    private static IEnumerable<FacilityFacts> Missing(int facilities)
    {
        var random = new Random(Seed);
        var types = NationType.All.Where(type => FacilityTypes.Find(type.Type)!.HighRisk).ToArray();
        foreach (var (serial, district) in NationShares.Of(facilities / FacilitiesPerMissing).Index())
        {
            var type = types[random.Next(types.Length)];
            yield return new FacilityFacts
            {
                BusinessNumber = NationNames.Number(FirstMissing + serial),
                Name = NationNames.Trade(random, district, $"{serial % 7 + 1}번가 {type.Suffix}"),
                District = district.Code,
                Address = NationNames.Address(random),
                Type = type.Type,
                Phone = NationNames.Phone(district, FirstMissing + serial),
                Capacity = random.Next(type.Smallest, type.Largest + 1),
            };
        }
    }

    private static byte[] Csv(IEnumerable<FacilityFacts> venues)
    {
        var text = new StringBuilder("사업자등록번호,상호,업종,시군구코드,도로명주소,전화번호,수용인원\n");
        foreach (var venue in venues)
        {
            var name = FacilityTypes.Find(venue.Type)!.Korean;
            text.Append(
                CultureInfo.InvariantCulture,
                $"{venue.BusinessNumber},{venue.Name},{name},{venue.District},\"{venue.Address}\",{venue.Phone},{venue.Capacity}\n"
            );
        }
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static async Task Done(IVenueListGrain grain)
    {
        while (true)
        {
            var progress = await grain.Progress(Official);
            if (progress.Value?.Stage is VenueListStage.Done)
            {
                return;
            }
            if (progress.Value?.Stage is null or VenueListStage.Refused or VenueListStage.Failed)
            {
                throw new StartException($"demo: a licence list was refused: {progress.Status} {progress.Value?.Refusal}.");
            }
            await Task.Delay(Pause);
        }
    }

    private static void Require(Answer answer)
    {
        if (answer.Status != AnswerStatus.Done)
        {
            throw new StartException($"demo: the register refused a licence list or an invitation: {answer.Status}.");
        }
    }
}
