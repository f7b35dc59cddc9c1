using System.Text.RegularExpressions;
using KiPass.StructureTests.Fixtures;

namespace KiPass.StructureTests;

/// <summary>Every action of both portals runs once at a time: it is started by an action button, a file input or a posted form.</summary>
public sealed partial class ActionTests
{
    // These start no action: a dialog answers the action that opened it, and a tab and a cell of the heat map only change what is shown.
    private static readonly string[] Without = ["ConfirmDialog.razor", "ActionButton.razor", "TraceTabs.razor", "HeatView.razor"];

    private static readonly (string Name, string Text)[] Components =
    [
        .. from project in SourceProject.All
        from file in project.Files()
        where file.EndsWith(".razor", StringComparison.Ordinal)
        select (Path.GetFileName(file), File.ReadAllText(file)),
    ];

    [Fact]
    public void No_component_handles_a_click_without_the_action_button()
    {
        Assert.NotEmpty(Components);
        Assert.Empty(Components.Where(one => Click().IsMatch(one.Text) && !Without.Contains(one.Name)).Select(one => one.Name));
        Assert.True(Components.Count(one => one.Text.Contains("<ActionButton", StringComparison.Ordinal)) > 20);
    }

    [Fact]
    public void No_component_takes_a_file_without_the_file_input() =>
        Assert.Equal(["FileInput.razor"], Components.Where(one => FileField().IsMatch(one.Text)).Select(one => one.Name));

    [Fact]
    public void Every_form_is_posted_so_that_the_script_drops_its_second_submission()
    {
        Assert.Empty(
            Components.SelectMany(one =>
                Form().Matches(one.Text).Where(form => !form.Value.Contains("method=\"post\"")).Select(_ => one.Name)
            )
        );
        Assert.Empty(Components.Where(one => one.Text.Contains("<EditForm", StringComparison.Ordinal)).Select(one => one.Name));
        Assert.Contains("js/actions.js", Components.Single(one => one.Name == "App.razor").Text, StringComparison.Ordinal);
    }

    [Fact]
    public void No_page_starts_an_action_when_a_key_is_pressed_or_a_pointer_goes_down() =>
        Assert.Empty(Components.Where(one => OtherEvents().IsMatch(one.Text) && !Without.Contains(one.Name)).Select(one => one.Name));

    [GeneratedRegex("@onclick\\s*=|@ondblclick\\s*=")]
    private static partial Regex Click();

    [GeneratedRegex("<(InputFile|MudFileUpload)\\b")]
    private static partial Regex FileField();

    [GeneratedRegex("<form\\b[^>]*>")]
    private static partial Regex Form();

    [GeneratedRegex("@on(key(down|up|press)|mouse(down|up)|pointer(down|up)|touch(start|end))\\s*=")]
    private static partial Regex OtherEvents();
}
