using KiPass.Contracts.Access;

namespace KiPass.Portal.Shared.Register;

/// <summary>Calls the register. If the register does not respond, the outcome is <see cref="AnswerStatus.Unavailable"/>.</summary>
// Instance methods, so that a page needs one service.
#pragma warning disable CA1822
public sealed class RegisterCalls(RegisterClient register)
{
    /// <summary>A grain of the register. Its methods can fail with <see cref="RegisterUnavailableException"/>.</summary>
    public TGrain Grain<TGrain>(string key)
        where TGrain : IGrainWithStringKey => register.Grain<TGrain>(key);

    public async Task<Answer> Change(Func<ValueTask<Answer>> call)
    {
        try
        {
            return await call();
        }
        catch (RegisterUnavailableException)
        {
            return Answer.Of(AnswerStatus.Unavailable);
        }
    }

    public async Task<Answer<T>> Ask<T>(Func<ValueTask<Answer<T>>> call)
    {
        try
        {
            return await call();
        }
        catch (RegisterUnavailableException)
        {
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
        catch (RegisterUnavailableException)
        {
            return AnswerStatus.Unavailable;
        }
    }
}
