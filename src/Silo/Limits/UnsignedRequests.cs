using KiPass.Silo.Problems;

namespace KiPass.Silo.Limits;

/// <summary>Routes that anyone may ask.</summary>
internal static class UnsignedRequests
{
    /// <summary>Answers unless the address has asked too much.</summary>
    public static Task Unsigned(this CallerLimits limits, HttpContext context, Action answer)
    {
        if (limits.CountUnauthenticated(context) is { Ticks: > 0 } wait)
        {
            return context.Refuse(Catalogue.TooManyRequests, (int)Math.Ceiling(wait.TotalSeconds));
        }
        answer();
        return Task.CompletedTask;
    }
}
