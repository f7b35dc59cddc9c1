using System.Globalization;
using KiPass.Contracts.Facilities;
using KiPass.Portal.Officials.Traces.LineList;
using KiPass.Portal.Shared.Accounts;
using KiPass.Portal.Shared.Csv;
using KiPass.Tokens;
using KiPass.Tokens.Orders;

namespace KiPass.Portal.Officials.Traces.Exports;

/// <summary>A line list as rows of text, for CSV and XLSX files.</summary>
internal sealed record ExportTable(IReadOnlyList<string> Headers, IReadOnlyList<IReadOnlyList<string>> Rows)
{
    private const string Between = " / ";

    /// <summary>The line list in the layout for health offices. Headers are in Korean and English; times are in Korean time.</summary>
    /// <param name="caseNumber">The case number.</param>
    /// <param name="rows">The rows to export.</param>
    /// <param name="names">Names of officials by account.</param>
    /// <param name="withNext">Whether the order requests later stays of contacts. Adds a column.</param>
    /// <param name="missing">The issuers whose answers are missing. Adds a column, unless empty.</param>
    public static ExportTable Of(
        string caseNumber,
        IReadOnlyList<ListedRow> rows,
        IReadOnlyDictionary<Guid, string> names,
        bool withNext = false,
        string missing = ""
    ) =>
        new(
            [
                "사례번호 Case",
                "이름 Name",
                "전화 Phone",
                "전화(국제) Phone E.164",
                "보호자 전화 Guardian",
                "출생연도 Birth year",
                "구분 Close/casual",
                "함께한 분 Minutes",
                "처음 First together",
                "마지막 Last together",
                "시설 Facilities",
                "시군구 Districts",
                "출처 Source",
                "늦은 보고 Reported late",
                "출입 건수 Entries",
                "연락 상태 Status",
                "담당자 Assignee",
                "메모 Note",
                .. withNext ? (string[])["이후 동선 Went next"] : [],
                .. missing.Length > 0 ? (string[])["누락된 발급회사 Missing issuers"] : [],
            ],
            [
                .. rows.Select(listed =>
                {
                    var (row, _, followUp) = listed;
                    return (IReadOnlyList<string>)
                        [
                            caseNumber,
                            row.Name,
                            Shown(row.Phone),
                            row.Phone,
                            Shown(row.GuardianPhone),
                            row.BirthYear?.ToString(CultureInfo.InvariantCulture) ?? "",
                            row.Close ? "밀접 close" : "일상 casual",
                            row.Minutes.ToString(CultureInfo.InvariantCulture),
                            Korean(row.FirstAt),
                            Korean(row.LastAt),
                            string.Join(Between, row.Exposures.Select(exposure => exposure.Facility.Name).Distinct()),
                            string.Join(Between, row.Exposures.Select(exposure => District(exposure.Facility)).Distinct()),
                            Source(row.Source),
                            row.ReportedLateAt is { } late ? Korean(late) : "",
                            row.Entries.ToString(CultureInfo.InvariantCulture),
                            row.IsPerson ? Status(followUp.Status) : "",
                            followUp.Assignee is { } assignee ? names.GetValueOrDefault(assignee, "") : "",
                            followUp.Note,
                            .. withNext
                                ? (string[])
                                    [string.Join(Between, row.Next.Select(stay => $"{Korean(stay.EnteredAt)} {stay.Facility.Name}"))]
                                : [],
                            .. missing.Length > 0 ? (string[])[missing] : [],
                        ];
                }),
            ]
        );

    /// <summary>
    /// SORMAS contact import: CSV with the columns of the SORMAS import template and dates as <c>MM/dd/yyyy</c> (its English locale).
    /// Korean names are split into family name and given name (<see cref="KoreanName"/>). Other names are written entirely to the last name.
    /// </summary>
    public static ExportTable Sormas(string caseNumber, IReadOnlyList<LineRow> rows, DateTimeOffset now) =>
        new(
            [
                "caseIdExternalSystem",
                "disease",
                "reportDateTime",
                "lastContactDate",
                "contactProximity",
                "contactClassification",
                "relationToCase",
                "description",
                "externalID",
                "person.firstName",
                "person.lastName",
                "person.sex",
                "person.birthdateYYYY",
                "person.phone",
            ],
            [
                .. rows.Where(row => row.Name.Length > 0)
                    .Select(row =>
                    {
                        var (first, last) = Split(row.Name);
                        return (IReadOnlyList<string>)
                            [
                                caseNumber,
                                "CORONAVIRUS",
                                UsDate(now),
                                UsDate(row.LastAt),
                                row.Close ? "FACE_TO_FACE_LONG" : "SAME_ROOM",
                                "UNCONFIRMED",
                                "OTHER",
                                string.Join(
                                    "; ",
                                    row.Exposures.Select(e =>
                                        $"{e.Facility.Name} {Korean(e.From)} {e.Minutes.ToString(CultureInfo.InvariantCulture)} min"
                                        + (e.ReportedLateAt is { } late ? $" (reported late {Korean(late)})" : "")
                                    )
                                ),
                                row.Keys[0],
                                first,
                                last,
                                "UNKNOWN",
                                row.BirthYear?.ToString(CultureInfo.InvariantCulture) ?? "",
                                row.Phone,
                            ];
                    }),
            ]
        );

    public async Task<byte[]> ToCsv()
    {
        using var file = new MemoryStream();
        await using (var csv = new CsvFile(file))
        {
            await csv.WriteRow(Headers);
            foreach (var row in Rows)
            {
                await csv.WriteRow(row);
            }
        }
        return file.ToArray();
    }

    private static string Shown(string phone) => Phone.Show(phone) is { Length: > 0 } shown ? shown : phone;

    private static string District(FoundFacility facility) =>
        Districts.Find(facility.District) is { } district ? $"{district.Province.Korean} {district.Korean}" : facility.District;

    private static string Source(LineSource source) =>
        source switch
        {
            LineSource.Issuer => "발급회사 issuer",
            LineSource.Paper => "수기명부 paper",
            LineSource.PaperUnsigned => "수기명부(서명 없음) paper, unsigned",
            LineSource.NotAnswered => "응답 없음 not answered",
            LineSource.Unknown => "확인 불가 unknown",
            _ => "열 수 없음 unreadable",
        };

    private static string Status(ContactStatus status) =>
        status switch
        {
            ContactStatus.ToCall => "연락 전 to call",
            ContactStatus.NoAnswer => "부재 no answer",
            ContactStatus.Reached => "연락됨 reached",
            _ => "이관 referred",
        };

    private static (string First, string Last) Split(string name)
    {
        var bare = name.Trim();
        var space = bare.IndexOf(' ', StringComparison.Ordinal);
        return KoreanName.Split(bare) is var (given, family) ? (given, family)
            : space > 0 ? (bare[(space + 1)..], bare[..space])
            : ("-", bare);
    }

    private static string Korean(DateTimeOffset instant) =>
        instant.ToOffset(KoreanDay.Offset).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    private static string UsDate(DateTimeOffset instant) =>
        instant.ToOffset(KoreanDay.Offset).ToString("MM'/'dd'/'yyyy", CultureInfo.InvariantCulture);
}
