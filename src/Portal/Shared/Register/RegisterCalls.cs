using KiPass.Contracts.Access;
using Orleans.Runtime;

namespace KiPass.Portal.Shared.Register;

/// <summary>Calls the register. If the register does not respond, the outcome is <see cref="AnswerStatus.Unavailable"/>.</summary>
public sealed class RegisterCalls(IClusterClient register, ILogger<RegisterCalls> log)
{
    public TGrain Grain<TGrain>(string key)
        where TGrain : IGrainWithStringKey => register.GetGrain<TGrain>(key);

    public async Task<Answer> Change(Func<ValueTask<Answer>> call)
    {
        try
        {
            return await call();
        }
        catch (Exception failure) when (IsUnreachable(failure))
        {
            Note(failure);
            return Answer.Of(AnswerStatus.Unavailable);
        }
    }

    public async Task<Answer<T>> Ask<T>(Func<ValueTask<Answer<T>>> call)
    {
        try
        {
            return await call();
        }
        catch (Exception failure) when (IsUnreachable(failure))
        {
            Note(failure);
            return AnswerStatus.Unavailable;
        }
    }

    /// <summary>Calls a method that has no outcomes of its own. The call can still be <see cref="AnswerStatus.Unavailable"/>.</summary>
    public async Task<Answer<T>> AskPlain<T>(Func<ValueTask<T>> call)
    {
        try
        {
            return await call();
        }
        catch (Exception failure) when (IsUnreachable(failure))
        {
            Note(failure);
            return AnswerStatus.Unavailable;
        }
    }

    private void Note(Exception failure) => log.LogWarning("The register did not answer: {Reason}", failure.GetType().Name);

    // A client that is not connected yet throws ArgumentException (unknown grain) or InvalidOperationException (client not running).
    private static bool IsUnreachable(Exception failure) =>
        failure
            is OrleansException
                or TimeoutException
                or OperationCanceledException
                or ObjectDisposedException
                or InvalidOperationException
                or ArgumentException;
}
