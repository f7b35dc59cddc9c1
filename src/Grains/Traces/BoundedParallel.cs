namespace KiPass.Grains.Traces;

/// <summary>Asks many at once, but only so many: a trace must not take the silo from the doors.</summary>
internal static class BoundedParallel
{
    /// <summary>The answers in the order of the questions. Stays on the caller's scheduler, as a grain must.</summary>
    public static async Task<TAnswer[]> Ask<TQuestion, TAnswer>(
        IReadOnlyList<TQuestion> questions,
        int mostAtOnce,
        Func<TQuestion, Task<TAnswer>> ask,
        CancellationToken cancellationToken
    )
    {
        using var turns = new SemaphoreSlim(mostAtOnce);
        return await Task.WhenAll(questions.Select(AskInTurn));

        async Task<TAnswer> AskInTurn(TQuestion question)
        {
            await turns.WaitAsync(cancellationToken);
            try
            {
                cancellationToken.ThrowIfCancellationRequested();
                return await ask(question);
            }
            finally
            {
                turns.Release();
            }
        }
    }
}
