using Microsoft.AspNetCore.Routing;

namespace KiPass.Hosting.Problems;

/// <summary>Puts a program's problem catalogue behind ASP.NET's exception handler, status codes and validation.</summary>
public static class ProblemHosting
{
    /// <summary>Registers the catalogue.</summary>
    /// <param name="problems">All problems of the program.</param>
    public static IServiceCollection AddProblems(this IServiceCollection services, IReadOnlyList<Problem> problems)
    {
        services.AddSingleton(new ProblemCatalogue(problems));
        // Before the framework's own, which would otherwise write.
        services.AddSingleton<IProblemDetailsWriter, ProblemDetailsWriter>();
        services.AddProblemDetails();
        services.AddExceptionHandler<ProblemExceptionHandler>();
        // The exception names the member of the JSON that is wrong; a bare status would not.
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        return services;
    }

    /// <summary>Answers exceptions, and what routing refuses.</summary>
    public static IApplicationBuilder UseProblems(this IApplicationBuilder app)
    {
        app.UseExceptionHandler();
        // A route writes its own problems: one that was found does not pay for this middleware.
        return app.UseWhen(
            static context => context.GetEndpoint() is not RouteEndpoint,
            static unmatched => unmatched.UseStatusCodePages()
        );
    }
}
