using KiPass.Hosting.Problems;

namespace KiPass.Silo.Problems;

/// <summary>The problem catalogue of the register, in the order of <c>docs/problems.md</c>; a test keeps the two equal.</summary>
internal static class RegisterProblems
{
    public static readonly Problem RequestMalformed = CommonProblems.RequestMalformed(
        "The body is not JSON in UTF-8, or a member is missing, duplicate, of the wrong type, too long or contains NUL (`member` names it), or a time is more than 5 s in the future"
    );

    public static readonly Problem PassMalformed = new(
        400,
        "pass-malformed",
        "KI-Pass QR이 아닙니다.",
        "Not a KI-Pass code.",
        "The code does not start with `KP2:`, has not 34 bytes in Base45, or names issuer 0 or a slot that no day has"
    );

    public static readonly Problem DeviceUnknown = new(
        401,
        "device-unknown",
        "등록되지 않은 기기입니다. 기기를 다시 연결해 주십시오.",
        "Unknown device. Pair it again.",
        "The request has no bearer token, or the token belongs to no device"
    );

    public static readonly Problem DeviceRevoked = new(
        403,
        "device-revoked",
        "사용이 해지된 기기입니다. 시설관리자에게 문의해 주십시오.",
        "This device was revoked. Ask the facility manager.",
        "The owner revoked the device, the person who paired it left the facility, or it was unused for 180 days; takes effect everywhere within 5 s"
    );

    public static readonly Problem FacilityInactive = new(
        403,
        "facility-inactive",
        "운영 중인 시설이 아니므로 출입을 기록하지 않습니다.",
        "The facility is not active, so entries are not recorded.",
        "The facility is not approved yet, is suspended, or is closed"
    );

    public static readonly Problem CollectionEnded = new(
        403,
        "collection-ended",
        "감염병 위기 단계가 내려가 출입기록 수집이 끝났습니다.",
        "The crisis level was lowered, so entries are no longer collected.",
        "`scannedAt` is after the day on which the crisis level fell to Caution or lower"
    );

    public static readonly Problem PairingCodeUnknown = new(
        404,
        "pairing-code-unknown",
        "사용할 수 없는 연결 코드입니다. 새 코드를 만들어 주십시오.",
        "This pairing code cannot be used. Create a new one.",
        "The code is wrong, expired or used; the answer is the same in each case"
    );

    public static readonly Problem VisitUnknown = new(
        404,
        "visit-unknown",
        "취소할 수 있는 출입기록이 없습니다. 취소는 5분 안에 같은 기기에서만 할 수 있습니다.",
        "No visit to undo. Only the same device can undo a visit, within 5 minutes.",
        "This scan and device have no visit in the last 5 minutes"
    );

    public static readonly Problem RouteUnknown = CommonProblems.RouteUnknown();

    public static readonly Problem MethodNotAllowed = CommonProblems.MethodNotAllowed();

    public static readonly Problem PassAlreadyUsed = new(
        409,
        "pass-already-used",
        "이미 사용된 QR입니다. 새 QR을 보여 주십시오.",
        "This code was already used. Ask for a new code.",
        "Another scan spent the token, at this facility or another"
    );

    public static readonly Problem VisitUndone = new(
        409,
        "visit-undone",
        "취소한 출입입니다. 들어가려면 새 QR을 보여 주십시오.",
        "This entry was undone. To enter, show a new code.",
        "The same scan stored the visit, and it was undone since"
    );

    public static readonly Problem PassExpired = new(
        410,
        "pass-expired",
        "만료된 QR입니다. 새 QR을 보여 주십시오.",
        "This code has expired. Ask for a new code.",
        "The verdict time is more than 5 s after the slot, or too old for the route (60 s; 24 h in a batch and for paper visits)"
    );

    public static readonly Problem RequestTooLarge = CommonProblems.RequestTooLarge(
        "The body is over 64 KiB (batch: 256 KiB), or has over 500 scans"
    );

    public static readonly Problem PassNotAuthentic = new(
        422,
        "pass-not-authentic",
        "진본이 아닌 QR입니다. 출입을 기록하지 않았습니다.",
        "This code is not authentic. No entry was recorded.",
        "The issuer is unknown, the pass was sealed with another key, or it was altered"
    );

    public static readonly Problem PassNotYetValid = new(
        422,
        "pass-not-yet-valid",
        "아직 사용할 수 없는 QR입니다. 기기의 시각을 확인해 주십시오.",
        "This code is not valid yet. Check the clock of the device.",
        "The verdict time is more than 5 s before the slot"
    );

    public static readonly Problem TooManyRequests = CommonProblems.TooManyRequests(
        "A device exceeds 50 scans per second after a burst of 500, or 120 paper visits an hour or 500 in 24 h; its facility exceeds 1,000 paper visits in 24 h; or an address exceeds its limit of unauthenticated requests or wrong pairing codes"
    );

    public static readonly Problem VisitUnconfirmed = new(
        503,
        "visit-unconfirmed",
        "저장되었는지 확인하지 못했습니다. 같은 요청을 다시 보내 주십시오.",
        "The visit may not be stored. Send the same request again.",
        "The database did not answer in time, so the visit may or may not be stored",
        RetryAfterSeconds: 1
    );

    public static readonly Problem Unavailable = CommonProblems.Unavailable(
        "The register cannot decide right now; nothing was acknowledged"
    );

    /// <summary>All problems of the register.</summary>
    public static readonly IReadOnlyList<Problem> All =
    [
        RequestMalformed,
        PassMalformed,
        DeviceUnknown,
        DeviceRevoked,
        FacilityInactive,
        CollectionEnded,
        PairingCodeUnknown,
        VisitUnknown,
        RouteUnknown,
        MethodNotAllowed,
        PassAlreadyUsed,
        VisitUndone,
        PassExpired,
        RequestTooLarge,
        PassNotAuthentic,
        PassNotYetValid,
        TooManyRequests,
        VisitUnconfirmed,
        Unavailable,
    ];
}
