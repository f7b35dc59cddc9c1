using System.Collections.Immutable;
using KiPass.Contracts.Access;
using KiPass.Contracts.Venues;
using KiPass.Portal.Shared.Accounts;
using KiPass.Portal.Shared.Facilities;
using KiPass.Portal.Shared.Register;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;

namespace KiPass.Portal.Officials.Compliance;

/// <summary>Uploads a list of licensed venues, and again the rows that were corrected on the page.</summary>
public sealed partial class ListsPage : IAsyncDisposable
{
    private const int Shown = 50;
    private const int MostCorrected = 1000;
    private const int MaxName = 200;

    private readonly CancellationTokenSource left = new();
    private Caller? caller;
    private string? error;
    private string? faultsTrouble;
    private string? trouble;
    private VenueListProgress? progress;
    private ImmutableArray<VenueFault> faults = [];
    private Correction? correction;
    private Guid faultsOf;
    private string fileName = "";
    private ImmutableArray<VenueListSummary> lists = [];
    private IReadOnlyDictionary<string, string> names = new Dictionary<string, string>();

    [Inject]
    private RegisterCalls Register { get; set; } = default!;

    [Inject]
    private CurrentCaller Callers { get; set; } = default!;

    [Inject]
    private AccountNames Names { get; set; } = default!;

    [Inject]
    private TimeProvider Time { get; set; } = default!;

    public async ValueTask DisposeAsync()
    {
        await left.CancelAsync();
        left.Dispose();
    }

    protected override async Task OnInitializedAsync()
    {
        caller = await Callers.Get();
        await LoadLists();
    }

    private async Task LoadLists()
    {
        var answer = await Register.Ask(() => Register.Grain<IVenuesGrain>(IVenuesGrain.Key).Lists(caller!));
        lists = answer.Value.IsDefault ? [] : answer.Value;
        trouble = Texts.Outcome(Answer.Of(answer.Status));
        names = await Names.Of([.. lists.Select(one => one.By).Distinct()]);
    }

    private async Task Take(InputFileChangeEventArgs chosen)
    {
        (correction, fileName) = (null, chosen.File.Name);
        if (chosen.File.Size > VenueFile.MaxBytes)
        {
            (error, progress, faults) = (Texts["The file is larger than 16 MB. Split it into smaller files."], null, []);
            return;
        }
        try
        {
            using var content = new MemoryStream();
            await using var stream = chosen.File.OpenReadStream(VenueFile.MaxBytes, left.Token);
            await stream.CopyToAsync(content, left.Token);
            if (await Send(fileName, content.ToArray()))
            {
                correction = Correction.Of(progress!.Header, faults);
            }
        }
        catch (IOException)
        {
            error = Texts["The file was not received completely. Choose it again."];
        }
    }

    private async Task LoadCorrected()
    {
        var sent = correction!;
        var name = $"{fileName[..Math.Min(fileName.Length, MaxName - 20)]} ({Texts["corrected"]})";
        if (await Send(name, await sent.File()))
        {
            correction = sent.After(faults);
        }
    }

    /// <summary>Loads a file and reads its faults. Returns whether the register has read the file.</summary>
    private async Task<bool> Send(string name, byte[] content)
    {
        (error, faultsTrouble, progress, faults) = (null, null, null, []);
        var id = Guid.NewGuid();
        var list = Register.Grain<IVenueListGrain>(VenueListKey.Of(id));
        error = Texts.Outcome(await Register.Change(() => list.Load(caller!, new VenueFile(name, content))));
        if (error is not null)
        {
            return false;
        }
        await Follow(list);
        if (progress is { Stage: VenueListStage.Refused } or { Summary: { Bad: > 0 } or { Noted: > 0 } })
        {
            var bad = await Register.Ask(() => list.Faults(caller!, 0, MostCorrected));
            faults = bad.Value.IsDefault ? [] : bad.Value;
            faultsTrouble = Texts.Outcome(Answer.Of(bad.Status));
            faultsOf = id;
        }
        await LoadLists();
        return progress is { Stage: VenueListStage.Done or VenueListStage.Refused } && faultsTrouble is null;
    }

    private async Task Follow(IVenueListGrain list)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(250), Time);
        do
        {
            var answer = await Register.Ask(() => list.Progress(caller!));
            if (answer.Status == AnswerStatus.NotFound)
            {
                // The silo that was loading the list has stopped, so its transaction was rolled back.
                progress = new VenueListProgress(VenueListStage.Failed);
            }
            progress = answer.Value ?? progress;
            StateHasChanged();
        } while (progress is not { Stage: >= VenueListStage.Done } && await timer.WaitForNextTickAsync(left.Token));
    }
}
