using System.Text.Json;
using KiPass.Contracts.Access;
using KiPass.Hosting.Problems;
using Microsoft.AspNetCore.Mvc;

namespace KiPass.Silo.Portals;

/// <summary>One route for each call that is open to a portal.</summary>
internal static class PortalRoutes
{
    public static void MapPortalCalls(this IEndpointRouteBuilder routes)
    {
        foreach (var call in RegisterCall.All)
        {
            var target = new CallTarget(call);
            routes
                .MapPost(call.Path, context => Handle(context, call, target))
                .WithMetadata(new RequestSizeLimitAttribute(call.MaxBodyBytes))
                .Describe(call);
        }
    }

    private static async Task Handle(HttpContext context, RegisterCall call, CallTarget target)
    {
        context.Response.Headers.CacheControl = "no-store";
        var gate = context.RequestServices.GetRequiredService<CallGate>();
        var (claims, refusal) = await gate.Check(context, call);
        if (claims is null)
        {
            await context.WriteProblem(refusal!);
            return;
        }
        using var stream = new MemoryStream();
        await context.Request.Body.CopyToAsync(stream, context.RequestAborted);
        var body = stream.ToArray();
        if (!claims.Covers(body))
        {
            await context.WriteProblem(gate.RefuseBody());
            return;
        }
        if (target.Read(body, out var fault) is not var (key, arguments))
        {
            await context.WriteProblem(PortalProblems.RequestMalformed, fault.Length == 0 ? default : ProblemExtension.Member(fault));
            return;
        }
        var caller = call.ForAccount ? CallGate.CallerOf(claims, call) : null;
        var grains = context.RequestServices.GetRequiredService<IGrainFactory>();
        await Answer(context, call, await target.Invoke(grains, key, arguments, caller));
    }

    private static Task Answer(HttpContext context, RegisterCall call, object? result) =>
        !call.HasOutcome
            ? Write(context, result, call.Value!)
            : result switch
            {
                Answer { Status: AnswerStatus.Done } => NoContent(context),
                Answer answer => Write(context, answer.Status, answer.Errors),
                IAnswer { Status: AnswerStatus.Done } answer => Write(context, answer.Value, call.Value!),
                IAnswer answer => Write(context, answer.Status, answer.Errors),
                _ => throw new InvalidOperationException("The grain returned no answer."),
            };

    private static Task NoContent(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    private static Task Write(HttpContext context, object? value, Type type) =>
        context.Response.WriteAsJsonAsync(value, type, RegisterCallJson.Options, contentType: null, context.RequestAborted);

    private static Task Write(HttpContext context, AnswerStatus status, IReadOnlyList<FieldError> errors) =>
        status == AnswerStatus.Invalid ? WriteErrors(context, errors) : context.WriteProblem(PortalProblems.Of(status));

    private static Task WriteErrors(HttpContext context, IReadOnlyList<FieldError> errors)
    {
        var problem = JsonSerializer.Deserialize<Dictionary<string, object>>(
            PortalProblems.InputInvalid.Body(ProblemWriter.PrefersEnglish(context.Request)).Span
        )!;
        problem["errors"] = errors;
        context.Response.StatusCode = PortalProblems.InputInvalid.Status;
        return context.Response.WriteAsJsonAsync(problem, RegisterCallJson.Options, Problem.ContentType, context.RequestAborted);
    }
}
