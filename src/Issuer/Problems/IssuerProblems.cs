using KiPass.Hosting.Problems;

namespace KiPass.Issuer.Problems;

/// <summary>The problem catalogue of the issuer, in the order of <c>docs/problems-issuer.md</c>; a test keeps the two equal.</summary>
internal static class IssuerProblems
{
    public static readonly Problem RequestMalformed = CommonProblems.RequestMalformed(
        "The body is not JSON in UTF-8, or a field is missing, of the wrong type or too long."
    );

    public static readonly Problem SessionUnknown = new(
        401,
        "session-unknown",
        "본인 확인이 필요합니다. 휴대전화 번호를 다시 인증해 주십시오.",
        "Please verify your phone number again.",
        "The request has no bearer token, or the token is unknown, older than 30 days or ended."
    );

    public static readonly Problem GuardianRequired = new(
        403,
        "guardian-required",
        "만 14세 미만은 법정대리인의 휴대전화 인증이 필요합니다.",
        "A guardian must verify their own phone for visitors under 14.",
        "The person is under 14 (Korean date), and no other number was verified within the last 30 minutes, or its owner is known not to be an adult; or a visitor who is not an adult adds a companion under 14."
    );

    public static readonly Problem OrderNotAuthentic = new(
        403,
        "order-not-authentic",
        "승인된 역학조사 요청이 아닙니다.",
        "This is not an approved trace order for this issuer.",
        "The request or order is not signed with the pinned key, is for another issuer, was requested and approved by the same person, violates the format, or asks for something that the order does not cover."
    );

    public static readonly Problem OrderExpired = new(
        403,
        "order-expired",
        "역학조사 요청의 유효 기간이 지났습니다.",
        "The trace order or the request has expired.",
        "The order or the request (5 minutes) has expired or is not valid yet, or all days of the order are more than 28 days ago."
    );

    public static readonly Problem RouteUnknown = CommonProblems.RouteUnknown();

    public static readonly Problem VerificationUnknown = new(
        404,
        "verification-unknown",
        "인증 요청이 없거나 만료되었습니다. 인증번호를 다시 받아 주십시오.",
        "This verification is unknown or has expired. Please request a new code.",
        "The verification is unknown, older than 3 minutes, already confirmed, or has no attempts left; the answer is the same in each case."
    );

    public static readonly Problem CompanionUnknown = new(
        404,
        "companion-unknown",
        "동반자를 찾을 수 없습니다.",
        "The companion does not exist.",
        "The id does not belong to a companion of this visitor."
    );

    public static readonly Problem MethodNotAllowed = CommonProblems.MethodNotAllowed();

    public static readonly Problem CompanionsFull = new(
        409,
        "companions-full",
        "동반자는 10명까지 등록할 수 있습니다.",
        "A visitor can have up to 10 companions.",
        "The visitor already has ten companions."
    );

    public static readonly Problem RequestTooLarge = CommonProblems.RequestTooLarge(
        "The body is over 16 KiB, or over 2 MiB on the disclosure routes."
    );

    public static readonly Problem PhoneUnusable = new(
        422,
        "phone-unusable",
        "문자를 받을 수 있는 휴대전화 번호가 아닙니다.",
        "This number is not a mobile phone number.",
        "The number is not a valid mobile number; numbers without a country code are read as Korean."
    );

    public static readonly Problem CodeWrong = new(
        422,
        "code-wrong",
        "인증번호가 맞지 않습니다.",
        "The code is wrong.",
        "The code does not match; this uses one of five attempts."
    );

    public static readonly Problem ConsentRequired = new(
        422,
        "consent-required",
        "개인정보 수집·이용에 동의해야 합니다.",
        "Consent to the collection and use of personal data is required.",
        "`consent` is not `true`."
    );

    public static readonly Problem TooManyRequests = CommonProblems.TooManyRequests(
        "The phone number, the address or the session exceeds a limit; with `Retry-After`."
    );

    public static readonly Problem OrderLimit = new(
        429,
        "order-limit",
        "역학조사 요청이 정해진 한도를 넘습니다.",
        "The trace order exceeds a limit.",
        "The order has more people, or more than four times as many distinct tickets, than it or this issuer allows, or the issuer's limit of people, tickets or orders per day is exceeded. Tickets that do not open count as people. Nothing is disclosed."
    );

    public static readonly Problem MessageUnsent = new(
        503,
        "message-unsent",
        "인증번호를 보내지 못했습니다. 잠시 후 다시 시도해 주십시오.",
        "The code could not be sent. Please try again in a moment.",
        "The SMS gateway did not accept the message; with `Retry-After`.",
        RetryAfterSeconds: 10
    );

    public static readonly Problem Unavailable = CommonProblems.Unavailable(
        "The store does not answer: perhaps stored, perhaps not; or a defect. With `Retry-After`."
    );

    public static readonly IReadOnlyList<Problem> All =
    [
        RequestMalformed,
        SessionUnknown,
        GuardianRequired,
        OrderNotAuthentic,
        OrderExpired,
        RouteUnknown,
        VerificationUnknown,
        CompanionUnknown,
        MethodNotAllowed,
        CompanionsFull,
        RequestTooLarge,
        PhoneUnusable,
        CodeWrong,
        ConsentRequired,
        TooManyRequests,
        OrderLimit,
        MessageUnsent,
        Unavailable,
    ];

    /// <summary>A malformed request, with the member that is wrong.</summary>
    public static ProblemResult Malformed(string member) => RequestMalformed.ToResult(ProblemExtension.Member(member));
}
