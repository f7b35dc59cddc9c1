using Bunit;
using KiPass.Portal.Shared.Actions;
using KiPass.Portal.Shared.Language;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace KiPass.Portal.Shared.Tests.Actions;

/// <summary>Two clicks have the effect of one, on the same button and on two buttons of a page.</summary>
public sealed class ActionButtonTests : BunitContext
{
    private readonly TaskCompletionSource answer = new();
    private int sent;
    private int saved;

    public ActionButtonTests() => Services.AddLogging().AddTexts().AddActions();

    [Fact]
    public async Task An_action_that_runs_cannot_be_started_again_and_no_other_one_can()
    {
        var send = Button(
            "send",
            async () =>
            {
                sent++;
                await answer.Task;
            }
        );
        var save = Button(
            "save",
            () =>
            {
                saved++;
                return Task.CompletedTask;
            }
        );
        var click = send.Find("button").ClickAsync();
        await send.Find("button").ClickAsync();
        await save.Find("button").ClickAsync();

        Assert.Equal((1, 0), (sent, saved));
        Assert.Equal(("true", "true"), (send.Find("button").GetAttribute("aria-busy"), send.Find("button").GetAttribute("aria-disabled")));
        Assert.Equal((null, "true"), (save.Find("button").GetAttribute("aria-busy"), save.Find("button").GetAttribute("aria-disabled")));

        answer.SetResult();
        await click;
        Assert.Null(send.Find("button").GetAttribute("aria-busy"));
        await save.Find("button").ClickAsync();
        Assert.Equal((1, 1), (sent, saved));
    }

    [Fact]
    public async Task An_action_that_fails_leaves_the_page_usable()
    {
        var send = Button("send", () => throw new InvalidOperationException("register"));
        var save = Button(
            "save",
            () =>
            {
                saved++;
                return Task.CompletedTask;
            }
        );
        await Assert.ThrowsAsync<InvalidOperationException>(() => send.Find("button").ClickAsync());
        await save.Find("button").ClickAsync();
        Assert.Equal(1, saved);
    }

    [Fact]
    public void A_button_keeps_its_id_class_and_data_and_can_be_disabled_by_its_page()
    {
        var button = Render<ActionButton>(parameters =>
            parameters
                .Add(one => one.Disabled, true)
                .AddUnmatched("id", "approve")
                .AddUnmatched("class", "button button-quiet")
                .AddUnmatched("data-approve", "7")
                .AddChildContent("Approve")
        );
        button.MarkupMatches(
            """<button type="button" data-action="true" disabled id="approve" class:regex=".*mud-button-outlined.* button button-quiet" data-approve="7"><span class="mud-button-label">Approve</span></button>"""
        );
    }

    private IRenderedComponent<ActionButton> Button(string id, Func<Task> action) =>
        Render<ActionButton>(parameters =>
            parameters.Add(one => one.OnClick, EventCallback.Factory.Create(this, action)).AddUnmatched("id", id)
        );
}
