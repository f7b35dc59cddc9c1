using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http.Resilience;
using Polly;

namespace KiPass.Grains.BusinessRegistry;

/// <summary>Adds the client of the tax service.</summary>
internal static class BusinessRegistryHosting
{
    private static readonly TimeSpan BreakerOpen = TimeSpan.FromSeconds(30);

    public static IServiceCollection AddTaxService(this IServiceCollection services, TaxServiceOptions? options)
    {
        var used = options ?? new TaxServiceOptions();
        services.AddSingleton(used);
        services.AddSingleton<TaxService>();
        services
            .AddHttpClient(
                TaxService.Client,
                client =>
                {
                    client.BaseAddress = new Uri(used.Url);
                    // The resilience handler below limits the total time.
                    client.Timeout = Timeout.InfiniteTimeSpan;
                }
            )
            // The address contains the service key.
            .RemoveAllLoggers()
            .AddResilienceHandler(TaxService.Client, pipeline => Add(pipeline, used));
        return services;
    }

    private static void Add(ResiliencePipelineBuilder<HttpResponseMessage> pipeline, TaxServiceOptions options) =>
        pipeline
            .AddTimeout(options.TotalTimeout)
            .AddRetry(
                new HttpRetryStrategyOptions
                {
                    MaxRetryAttempts = 2,
                    Delay = TimeSpan.FromMilliseconds(300),
                    BackoffType = DelayBackoffType.Exponential,
                    UseJitter = true,
                }
            )
            .AddCircuitBreaker(
                new HttpCircuitBreakerStrategyOptions
                {
                    SamplingDuration = TimeSpan.FromSeconds(30),
                    MinimumThroughput = 6,
                    FailureRatio = 0.5,
                    BreakDuration = BreakerOpen,
                }
            )
            .AddTimeout(options.AttemptTimeout);
}
