using KiPass.Contracts.Access;
using KiPass.Contracts.Policy;
using KiPass.Portal.Shared.Accounts;
using KiPass.Portal.Shared.Facilities;
using KiPass.Portal.Shared.Language;
using KiPass.Portal.Shared.Register;
using KiPass.Tokens;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using MudBlazor;

namespace KiPass.Portal.Officials.Policy;

/// <summary>A page over all that was entered into the policy.</summary>
public abstract class PolicyPageBase : ComponentBase
{
    [Inject]
    private protected RegisterCalls Register { get; set; } = default!;

    [Inject]
    private protected CurrentCaller Callers { get; set; } = default!;

    [Inject]
    private protected TimeProvider Time { get; set; } = default!;

    [Inject]
    private protected ISnackbar Snackbar { get; set; } = default!;

    [Inject]
    private protected AccountNames Names { get; set; } = default!;

    [Inject]
    private IStringLocalizer<Texts> Texts { get; set; } = default!;

    private protected Caller Caller { get; private set; } = default!;

    private protected KoreanDay Today { get; private set; }

    /// <summary>Null until the register has answered, and when it does not.</summary>
    private protected PolicyHistory? History { get; private set; }

    /// <summary>What is wrong; null when nothing is.</summary>
    private protected string? Trouble { get; private set; }

    private protected IPolicyGrain Policy => Register.Grain<IPolicyGrain>(IPolicyGrain.Key);

    private IReadOnlyDictionary<string, string> names = new Dictionary<string, string>();

    protected override async Task OnInitializedAsync()
    {
        Caller = await Callers.Get();
        await Load();
    }

    private protected async Task Load()
    {
        Today = KoreanDay.Of(Time.GetUtcNow());
        var answer = await Register.Ask(() => Policy.History(Caller));
        Trouble = Texts.Outcome(Answer.Of(answer.Status));
        History = answer.Value ?? History;
        if (History is { } history)
        {
            names = await Names.Of([.. PolicyEvents.People(history)]);
        }
        await Loaded();
    }

    /// <summary>What a page makes of the entries, each time that they were read.</summary>
    protected virtual Task Loaded() => Task.CompletedTask;

    /// <summary>The name of the account that made an entry; the id when the account no longer exists.</summary>
    private protected string Name(string? accountId) =>
        accountId is null ? ""
        : accountId == "register" ? Texts["register"]
        : names.GetValueOrDefault(accountId, accountId);

    private protected async Task<bool> Do(Func<ValueTask<Answer>> change, string done)
    {
        var answer = await Register.Change(change);
        if (Texts.Outcome(answer) is { } trouble)
        {
            Snackbar.Add(trouble, Severity.Error);
            return false;
        }
        Snackbar.Add(Texts[done], Severity.Success);
        await Load();
        return true;
    }
}
