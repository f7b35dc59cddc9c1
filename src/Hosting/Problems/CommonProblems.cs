namespace KiPass.Hosting.Problems;

/// <summary>The problems that every program of KiPass can answer: the same code, status and title for the same situation.</summary>
public static class CommonProblems
{
    /// <summary>400.</summary>
    /// <param name="when">What this program requires of a request, for the documentation.</param>
    public static Problem RequestMalformed(string when) =>
        new(400, RequestMalformedCode, "요청 형식이 올바르지 않습니다.", "The request is malformed.", when);

    /// <summary>404 for an address without a route.</summary>
    public static Problem RouteUnknown() =>
        new(404, RouteUnknownCode, "없는 주소입니다.", "The address does not exist.", "The address does not exist");

    /// <summary>405.</summary>
    public static Problem MethodNotAllowed() =>
        new(
            405,
            MethodNotAllowedCode,
            "이 주소에서 쓸 수 없는 요청 방식입니다.",
            "This address does not support this method.",
            "The address exists, but not for this method; see `Allow`"
        );

    /// <summary>413.</summary>
    /// <param name="when">This program's limits, for the documentation.</param>
    public static Problem RequestTooLarge(string when) =>
        new(413, RequestTooLargeCode, "요청이 너무 큽니다.", "The request is too large.", when);

    /// <summary>429; <c>Retry-After</c> says how long to wait, 1 s unless the limit knows better.</summary>
    /// <param name="when">This program's limits, for the documentation.</param>
    public static Problem TooManyRequests(string when) =>
        new(
            429,
            "too-many-requests",
            "요청이 너무 많습니다. 잠시 뒤에 다시 보내 주십시오.",
            "Too many requests. Try again later.",
            when,
            RetryAfterSeconds: 1
        );

    /// <summary>503: also the answer to a defect, so that no input is ever answered 500.</summary>
    /// <param name="when">What this program depends on, for the documentation.</param>
    public static Problem Unavailable(string when) =>
        new(
            503,
            UnavailableCode,
            "지금은 처리할 수 없습니다. 같은 요청을 다시 보내 주십시오.",
            "The service is unavailable. Send the same request again.",
            when,
            RetryAfterSeconds: 1
        );

    internal const string RequestMalformedCode = "request-malformed";
    internal const string RouteUnknownCode = "route-unknown";
    internal const string MethodNotAllowedCode = "method-not-allowed";
    internal const string RequestTooLargeCode = "request-too-large";
    internal const string UnavailableCode = "unavailable";
}
