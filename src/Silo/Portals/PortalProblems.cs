using KiPass.Contracts.Access;
using KiPass.Hosting.Problems;

namespace KiPass.Silo.Portals;

/// <summary>The problem catalogue of the portals' server, in the order of <c>docs/problems-portals.md</c>; a test keeps the two equal.</summary>
internal static class PortalProblems
{
    public static readonly Problem RequestMalformed = CommonProblems.RequestMalformed(
        "The body is not an object in JSON, a member is missing, unknown or of the wrong type (`member` names it), or the key does not fit the grain"
    );

    public static readonly Problem CallNotAuthentic = new(
        401,
        "call-not-authentic",
        "서명이 확인되지 않은 요청입니다.",
        "The request's signature was not verified.",
        "The call token is missing, was not signed by the pinned portal, is for another request, has expired or was used before"
    );

    public static readonly Problem CallNotPermitted = new(
        403,
        "call-not-permitted",
        "이 역할은 이 요청을 할 수 없습니다.",
        "This role may not make this call.",
        "The role in the call token, or the certificate of the connection, is not allowed on this route"
    );

    public static readonly Problem Refused = new(
        403,
        "refused",
        "이 계정은 이 작업을 할 수 없습니다.",
        "This account may not do this.",
        "The grain refused the caller, for example because of the jurisdiction"
    );

    public static readonly Problem NotFound = new(
        404,
        "not-found",
        "대상이 없습니다.",
        "It does not exist.",
        "There is no such object, or the caller may not know that it exists"
    );

    public static readonly Problem RouteUnknown = CommonProblems.RouteUnknown();

    public static readonly Problem MethodNotAllowed = CommonProblems.MethodNotAllowed();

    public static readonly Problem Conflict = new(
        409,
        "conflict",
        "지금 상태에서는 할 수 없는 작업입니다.",
        "This is not possible in the current state.",
        "The state of the object does not allow the change"
    );

    public static readonly Problem RequestTooLarge = CommonProblems.RequestTooLarge("The body is larger than the route allows");

    public static readonly Problem InputInvalid = new(
        422,
        "input-invalid",
        "입력값이 올바르지 않습니다.",
        "The input is invalid.",
        "A field is invalid; `errors` lists each field with its problem"
    );

    public static readonly Problem Unavailable = CommonProblems.Unavailable(
        "The database did not answer, the clock is wrong or memory is short; a change may or may not be stored"
    );

    /// <summary>All problems of the portals' server.</summary>
    public static readonly IReadOnlyList<Problem> All =
    [
        RequestMalformed,
        CallNotAuthentic,
        CallNotPermitted,
        Refused,
        NotFound,
        RouteUnknown,
        MethodNotAllowed,
        Conflict,
        RequestTooLarge,
        InputInvalid,
        Unavailable,
    ];

    /// <summary>The problem for an outcome other than <see cref="AnswerStatus.Done"/>.</summary>
    public static Problem Of(AnswerStatus status) =>
        status switch
        {
            AnswerStatus.NotFound => NotFound,
            AnswerStatus.Refused => Refused,
            AnswerStatus.Invalid => InputInvalid,
            AnswerStatus.Conflict => Conflict,
            _ => Unavailable,
        };
}
