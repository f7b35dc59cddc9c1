using Microsoft.AspNetCore.Routing;

namespace KiPass.Hosting.Problems;

/// <summary>Connects a program's problem catalogue to ASP.NET's exception handler, status codes and validation.</summary>
public static class ProblemHosting
{
    /// <summary>Registers the catalogue.</summary>
    /// <param name="problems">All problems of the program.</param>
    public static IServiceCollection AddProblems(this IServiceCollection services, IReadOnlyList<Problem> problems)
    {
        services.AddSingleton(new ProblemCatalogue(problems));
        // Registered first, so that it takes precedence over the framework's writer.
        services.AddSingleton<IProblemDetailsWriter, ProblemDetailsWriter>();
        services.AddProblemDetails();
        services.AddExceptionHandler<ProblemExceptionHandler>();
        // The exception names the invalid JSON member; a bare status would not.
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        return services;
    }

    /// <summary>Returns problems for exceptions and for requests that routing rejects.</summary>
    public static IApplicationBuilder UseProblems(this IApplicationBuilder app)
    {
        app.UseExceptionHandler();
        // Matched routes write their own problems, so they skip the cost of this middleware.
        return app.UseWhen(
            static context => context.GetEndpoint() is not RouteEndpoint,
            static unmatched => unmatched.UseStatusCodePages()
        );
    }
}
