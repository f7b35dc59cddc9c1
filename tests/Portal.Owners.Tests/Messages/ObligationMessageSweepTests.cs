using System.Collections.Concurrent;
using KiPass.Contracts.Policy;
using KiPass.Portal.Owners.Messages;
using KiPass.Portal.Owners.Store;
using KiPass.Portal.Shared.Accounts;
using KiPass.Portal.Shared.Accounts.Messages;
using KiPass.Portal.Shared.Language;
using KiPass.Portal.Shared.Settings;
using KiPass.Portal.Testing;
using KiPass.Testing;
using KiPass.Tokens;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Logging.Abstractions;

namespace KiPass.Portal.Owners.Tests.Messages;

/// <summary>Owners hear of each change of their obligation once, whatever restarts, runs twice or does not answer.</summary>
public sealed class ObligationMessageSweepTests : IDisposable
{
    private readonly AccountsFixture accounts = new(store: OwnersStore.AddOwnersStore);
    private readonly FakeDirectory register = new();
    private readonly Gateway gateway = new();

    private KoreanDay Today => KoreanDay.Of(accounts.Time.GetUtcNow());

    public void Dispose() => accounts.Dispose();

    [Fact]
    public async Task A_change_is_told_once_in_both_languages_and_not_again_after_a_restart()
    {
        var owner = await accounts.SignedUp();
        register.Put(owner, ObligationKind.Voluntary);
        Assert.True(await Sweep());
        Assert.Empty(gateway.Taken);

        register.Put(owner, ObligationKind.MandatoryEnforced);
        Assert.True(await Sweep());
        var (account, to, text) = Assert.Single(gateway.Taken);
        Assert.Equal((owner, "+821012345678"), (account, to));
        Assert.Contains(
            "종로포차: 전자출입명부 의무가 바뀌었습니다: 자율 → 의무. 근거: 서울특별시 고시 제2020-1호.",
            text,
            StringComparison.Ordinal
        );
        Assert.Contains("has changed: Voluntary → Mandatory.", text, StringComparison.Ordinal);
        Assert.EndsWith($"/facilities/{owner}", text, StringComparison.Ordinal);

        // Every sweep begins with nothing in memory, as after a restart.
        Assert.True(await Sweep());
        Assert.Single(gateway.Taken);
    }

    [Fact]
    public async Task An_announced_change_is_told_ahead_and_not_again_on_its_day()
    {
        var owner = await accounts.SignedUp();
        var day = Today + 5;
        register.Put(owner, ObligationKind.MandatoryEnforced, day, ObligationKind.Voluntary);
        await Sweep();
        Assert.Contains(
            $"{day}부터 전자출입명부 의무가 바뀝니다: 의무 → 자율. 근거: 서울특별시 고시 제2020-2호.",
            Assert.Single(gateway.Taken).Text,
            StringComparison.Ordinal
        );

        accounts.Time.Advance(TimeSpan.FromDays(5));
        register.Put(owner, ObligationKind.Voluntary);
        await Sweep();
        await Sweep();
        Assert.Single(gateway.Taken);

        // The next change is another one, though it goes where an earlier one went.
        register.Put(owner, ObligationKind.MandatoryEnforced);
        await Sweep();
        Assert.Equal(2, gateway.Taken.Count);
    }

    [Fact]
    public async Task An_announced_change_that_does_not_come_is_taken_back_and_one_that_moves_is_told_with_its_new_day()
    {
        var owner = await accounts.SignedUp();
        var day = Today + 5;
        register.Put(owner, ObligationKind.Voluntary, day, ObligationKind.MandatoryEnforced);
        await Sweep();
        register.Put(owner, ObligationKind.Voluntary, day + 2, ObligationKind.MandatoryEnforced);
        await Sweep();
        Assert.Contains($"{day + 2}부터", gateway.Taken.Last().Text, StringComparison.Ordinal);
        register.Put(owner, ObligationKind.Voluntary);
        await Sweep();
        Assert.Equal(3, gateway.Taken.Count);
        Assert.Contains(
            $"{day + 2}로 예고했던 변경은 없습니다. 그대로 유지됩니다: 자율.",
            gateway.Taken.Last().Text,
            StringComparison.Ordinal
        );
        await Sweep();
        Assert.Equal(3, gateway.Taken.Count);
    }

    [Fact]
    public async Task What_the_gateway_refuses_is_told_at_the_next_look()
    {
        var owner = await accounts.SignedUp();
        register.Put(owner, ObligationKind.Voluntary);
        await Sweep();
        register.Put(owner, ObligationKind.MandatoryInGuidance);
        gateway.Refuses = true;
        Assert.False(await Sweep());
        Assert.False(await Sweep());
        gateway.Refuses = false;
        Assert.True(await Sweep());
        Assert.True(await Sweep());
        Assert.Contains("자율 → 계도기간", Assert.Single(gateway.Taken).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_register_that_does_not_answer_costs_nothing_but_time()
    {
        var owner = await accounts.SignedUp();
        register.Put(owner, ObligationKind.Voluntary);
        await Sweep();
        register.Put(owner, ObligationKind.MandatoryEnforced);
        register.Reachable = false;
        Assert.False(await Sweep());
        register.Reachable = true;
        Assert.True(await Sweep());
        Assert.Single(gateway.Taken);
    }

    [Fact]
    public async Task Processes_that_look_at_the_same_time_tell_it_once()
    {
        var owners = new List<Guid>();
        for (var i = 0; i < 5; i++)
        {
            owners.Add(await accounts.SignedUp($"owner-{i}@example.com"));
        }
        owners.ForEach(owner => register.Put(owner, ObligationKind.Voluntary));
        await Sweep();
        owners.ForEach(owner => register.Put(owner, ObligationKind.MandatoryEnforced));
        Assert.All(await Task.WhenAll(Sweep(), Sweep(), Sweep()), Assert.True);
        Assert.Equal(owners.Order(), gateway.Taken.Select(one => one.Account).Order());
    }

    [Fact]
    public async Task The_watch_looks_whenever_the_policy_or_the_day_is_another_one()
    {
        var owner = await accounts.SignedUp();
        register.Put(owner, ObligationKind.Voluntary);
        await Sweep();
        var services = new ServiceCollection().AddSingleton(register.Calls).AddScoped(_ => Notices()).BuildServiceProvider();
        using var watch = new ObligationMessageWorker(
            services.GetRequiredService<IServiceScopeFactory>(),
            accounts.Time,
            NullLogger<ObligationMessageWorker>.Instance
        );
        await watch.StartAsync(TestContext.Current.CancellationToken);

        register.Put(owner, ObligationKind.MandatoryEnforced);
        register.Version++;
        await Told(1);
        // The register first: the watch looks as soon as the clock says another day.
        register.Put(owner, ObligationKind.Voluntary);
        accounts.Time.Advance(TimeSpan.FromDays(1));
        await Told(2);
        await watch.StopAsync(TestContext.Current.CancellationToken);

        async Task Told(int count) =>
            await Eventually.True(
                () =>
                {
                    accounts.Time.Advance(TimeSpan.FromSeconds(10));
                    return Task.FromResult(gateway.Taken.Count == count);
                },
                $"{count} messages were sent"
            );
    }

    private Task<bool> Sweep() => Notices().Sweep(TestContext.Current.CancellationToken);

    private ObligationMessageSweep Notices() => accounts.Request(request => Task.FromResult(Notices(request))).GetAwaiter().GetResult();

    private ObligationMessageSweep Notices(IServiceProvider request) =>
        new(
            request.GetRequiredService<IDbContextFactory<AccountsDatabase>>(),
            request.GetRequiredService<IDbContextFactory<OwnersDatabase>>(),
            register.Calls,
            gateway,
            new ObligationMessageText(
                new ServiceCollection().AddLogging().AddTexts().BuildServiceProvider().GetRequiredService<IStringLocalizer<Texts>>(),
                request.GetRequiredService<PortalSettings>()
            ),
            accounts.Time
        );

    private sealed class Gateway : IMessageSender
    {
        public ConcurrentQueue<(Guid Account, string To, string Text)> Taken { get; } = new();

        public bool Refuses { get; set; }

        public Task<bool> Send(Guid accountId, string to, string text)
        {
            if (!Refuses)
            {
                Taken.Enqueue((accountId, to, text));
            }
            return Task.FromResult(!Refuses);
        }
    }
}
