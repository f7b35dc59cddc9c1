namespace KiPass.Silo.Problems;

/// <summary>Every refusal of the API, in the order of <c>docs/problems.md</c>, which a test keeps equal to this table.</summary>
internal static class Catalogue
{
    public static readonly Problem RequestMalformed = new(
        400,
        "request-malformed",
        "요청 형식이 올바르지 않습니다.",
        "The request is not in the expected form."
    );

    public static readonly Problem PassMalformed = new(400, "pass-malformed", "KI-PASS QR이 아닙니다.", "Not a KI-PASS code.");

    public static readonly Problem DeviceUnknown = new(
        401,
        "device-unknown",
        "등록되지 않은 기기입니다. 기기를 다시 연결해 주십시오.",
        "This device is not known. Pair it again."
    );

    public static readonly Problem DeviceRevoked = new(
        403,
        "device-revoked",
        "사용이 해지된 기기입니다. 시설관리자에게 문의해 주십시오.",
        "This device has been revoked. Ask the facility's manager."
    );

    public static readonly Problem FacilityInactive = new(
        403,
        "facility-inactive",
        "운영 중인 시설이 아니므로 출입을 기록하지 않습니다.",
        "The facility is not active, so entries are not recorded."
    );

    public static readonly Problem CollectionEnded = new(
        403,
        "collection-ended",
        "감염병 위기 단계가 내려가 출입기록 수집이 끝났습니다.",
        "The crisis level was lowered and entries are no longer collected."
    );

    public static readonly Problem PairingCodeUnknown = new(
        404,
        "pairing-code-unknown",
        "사용할 수 없는 연결 코드입니다. 새 코드를 만들어 주십시오.",
        "This pairing code cannot be used. Make a new one."
    );

    public static readonly Problem VisitUnknown = new(
        404,
        "visit-unknown",
        "취소할 수 있는 출입기록이 없습니다. 취소는 5분 안에 같은 기기에서만 할 수 있습니다.",
        "There is no such visit to undo. Only the same device can undo, within 5 minutes."
    );

    public static readonly Problem RouteUnknown = new(404, "route-unknown", "없는 주소입니다.", "There is nothing at this address.");

    public static readonly Problem MethodNotAllowed = new(
        405,
        "method-not-allowed",
        "이 주소에서 쓸 수 없는 요청 방식입니다.",
        "This address does not answer that method."
    );

    public static readonly Problem PassAlreadyUsed = new(
        409,
        "pass-already-used",
        "이미 사용된 QR입니다. 새 QR을 보여 주십시오.",
        "Already used. Ask for a fresh code."
    );

    public static readonly Problem PassExpired = new(
        410,
        "pass-expired",
        "만료된 QR입니다. 새 QR을 보여 주십시오.",
        "Expired. Ask for a fresh code."
    );

    public static readonly Problem RequestTooLarge = new(413, "request-too-large", "요청이 너무 큽니다.", "The request is too large.");

    public static readonly Problem PassNotAuthentic = new(
        422,
        "pass-not-authentic",
        "진본이 아닌 QR입니다. 출입을 기록하지 않았습니다.",
        "Not an authentic code. No entry was recorded."
    );

    public static readonly Problem PassNotYetValid = new(
        422,
        "pass-not-yet-valid",
        "아직 사용할 수 없는 QR입니다. 기기의 시각을 확인해 주십시오.",
        "Not valid yet. Check the clocks."
    );

    public static readonly Problem TooManyRequests = new(
        429,
        "too-many-requests",
        "요청이 너무 많습니다. 잠시 뒤에 다시 보내 주십시오.",
        "Too many requests. Try again shortly.",
        RetryAfterSeconds: 1
    );

    public static readonly Problem VisitUnconfirmed = new(
        503,
        "visit-unconfirmed",
        "저장되었는지 확인하지 못했습니다. 같은 요청을 다시 보내 주십시오.",
        "Perhaps not stored. Send the same request again.",
        RetryAfterSeconds: 1
    );

    public static readonly Problem Unavailable = new(
        503,
        "unavailable",
        "지금은 처리할 수 없습니다. 같은 요청을 다시 보내 주십시오.",
        "Not available right now. Send the same request again.",
        RetryAfterSeconds: 1
    );

    /// <summary>All of them.</summary>
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
        PassExpired,
        RequestTooLarge,
        PassNotAuthentic,
        PassNotYetValid,
        TooManyRequests,
        VisitUnconfirmed,
        Unavailable,
    ];
}
