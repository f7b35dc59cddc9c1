namespace KiPass.Issuer.Problems;

/// <summary>Every refusal of the issuer; <c>docs/problems-issuer.md</c> lists the same.</summary>
internal static class IssuerProblems
{
    public static readonly Problem RequestMalformed = new(
        "request-malformed",
        400,
        "요청 형식이 올바르지 않습니다.",
        "The request is not well formed.",
        "Not JSON, not UTF-8, a field missing, of the wrong type or too long."
    );

    public static readonly Problem SessionUnknown = new(
        "session-unknown",
        401,
        "본인 확인이 필요합니다. 휴대전화 번호를 다시 인증해 주십시오.",
        "Please verify your phone number again.",
        "No bearer token, or one that is unknown, over 30 days old or ended."
    );

    public static readonly Problem GuardianRequired = new(
        "guardian-required",
        403,
        "만 14세 미만은 법정대리인의 휴대전화 인증이 필요합니다.",
        "Under 14, a guardian must verify their own phone first.",
        "A person under 14 (Korean date) without a verification of another number that was confirmed within the last 30 minutes, or whose holder is known not to be an adult; or a companion under 14 of a visitor who is not an adult."
    );

    public static readonly Problem OrderNotAuthentic = new(
        "order-not-authentic",
        403,
        "승인된 역학조사 요청이 아닙니다.",
        "This is not an approved trace order for this issuer.",
        "Request or order not signed by the pinned key, meant for another issuer, requested and approved by the same person, beyond the bounds of its format, or asking for what the order does not cover."
    );

    public static readonly Problem OrderExpired = new(
        "order-expired",
        403,
        "역학조사 요청의 유효 기간이 지났습니다.",
        "The trace order or the request has expired.",
        "The order or the request (5 minutes) is over or not valid yet, or all days of the order are more than 28 days back."
    );

    public static readonly Problem RouteUnknown = new(
        "route-unknown",
        404,
        "주소를 찾을 수 없습니다.",
        "There is nothing at this address.",
        "No such route."
    );

    public static readonly Problem VerificationUnknown = new(
        "verification-unknown",
        404,
        "인증 요청이 없거나 만료되었습니다. 인증번호를 다시 받아 주십시오.",
        "This verification is unknown or over. Please ask for a new code.",
        "Unknown, over 3 minutes old, already confirmed or out of guesses: the same answer."
    );

    public static readonly Problem CompanionUnknown = new(
        "companion-unknown",
        404,
        "동반자를 찾을 수 없습니다.",
        "There is no such companion.",
        "The id is not of a companion of this visitor."
    );

    public static readonly Problem MethodUnknown = new(
        "method-unknown",
        405,
        "이 주소에서는 쓸 수 없는 요청 방식입니다.",
        "This address does not take this method.",
        "The route exists, with another method."
    );

    public static readonly Problem CompanionsFull = new(
        "companions-full",
        409,
        "동반자는 10명까지 등록할 수 있습니다.",
        "A visitor can have up to 10 companions.",
        "Ten companions are registered already."
    );

    public static readonly Problem RequestTooLarge = new(
        "request-too-large",
        413,
        "요청이 너무 큽니다.",
        "The request is too large.",
        "A body over 16 KiB; over 2 MiB on the disclosure routes."
    );

    public static readonly Problem PhoneUnusable = new(
        "phone-unusable",
        422,
        "문자를 받을 수 있는 휴대전화 번호가 아닙니다.",
        "This is not a mobile phone number.",
        "Not a valid mobile number; without a country code it is read as Korean."
    );

    public static readonly Problem CodeWrong = new(
        "code-wrong",
        422,
        "인증번호가 맞지 않습니다.",
        "The code is not right.",
        "One of the five guesses is spent."
    );

    public static readonly Problem ConsentRequired = new(
        "consent-required",
        422,
        "개인정보 수집·이용에 동의해야 합니다.",
        "Consent to the collection and use of personal data is required.",
        "`consent` is not `true`."
    );

    public static readonly Problem TooManyRequests = new(
        "too-many-requests",
        429,
        "요청이 너무 많습니다. 잠시 후 다시 시도해 주십시오.",
        "Too many requests. Please wait a moment.",
        "A limit of the phone number, the address or the session; with `Retry-After`."
    );

    public static readonly Problem OrderLimit = new(
        "order-limit",
        429,
        "역학조사 요청이 정해진 한도를 넘습니다.",
        "The trace order goes beyond a limit.",
        "More distinct pseudonyms than the order or this issuer allows for an order, or than this issuer allows in a day; or more orders in a day. Nothing is disclosed."
    );

    public static readonly Problem Unexpected = new(
        "unexpected",
        500,
        "처리 중 오류가 발생했습니다.",
        "Something went wrong on our side.",
        "A defect; never the answer to bad input."
    );

    public static readonly Problem MessageUnsent = new(
        "message-unsent",
        503,
        "인증번호를 보내지 못했습니다. 잠시 후 다시 시도해 주십시오.",
        "The code could not be sent. Please try again in a moment.",
        "The SMS gateway did not take the message; with `Retry-After`."
    )
    {
        RetryAfterSeconds = 10,
    };

    public static readonly Problem Unavailable = new(
        "unavailable",
        503,
        "일시적으로 이용할 수 없습니다. 잠시 후 다시 시도해 주십시오.",
        "Temporarily unavailable. Please try again in a moment.",
        "The store does not answer: perhaps stored, perhaps not; with `Retry-After`."
    )
    {
        RetryAfterSeconds = 2,
    };

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
        MethodUnknown,
        CompanionsFull,
        RequestTooLarge,
        PhoneUnusable,
        CodeWrong,
        ConsentRequired,
        TooManyRequests,
        OrderLimit,
        Unexpected,
        MessageUnsent,
        Unavailable,
    ];

    /// <summary>A malformed request, with the field that is wrong.</summary>
    public static Problem Malformed(string detail) => RequestMalformed with { Detail = detail };

    public static Problem TooMany(TimeSpan retryAfter) =>
        TooManyRequests with
        {
            RetryAfterSeconds = Math.Max(1, (int)Math.Ceiling(retryAfter.TotalSeconds)),
        };
}
