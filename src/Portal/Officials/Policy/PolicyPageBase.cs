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

/// <summary>Base class of the pages that show the policy history.</summary>
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

    /// <summary>The policy history; null until the register has answered.</summary>
    private protected PolicyHistory? History { get; private set; }

    /// <summary>Error message to show; null if there is no error.</summary>
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

    /// <summary>Called each time the history has been loaded. Derived pages compute their view here.</summary>
    protected virtual Task Loaded() => Task.CompletedTask;

    /// <summary>Name of the account that made an entry, or its id if the account no longer exists.</summary>
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
