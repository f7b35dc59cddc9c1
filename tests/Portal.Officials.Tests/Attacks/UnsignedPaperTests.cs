using KiPass.Portal.Officials.Tests.Traces;
using KiPass.Portal.Officials.Traces.Exports;
using KiPass.Portal.Officials.Traces.LineList;
using KiPass.Testing;
using KiPass.Tokens.Jose;
using KiPass.Tokens.Keys;
using KiPass.Tokens.Orders;

namespace KiPass.Portal.Officials.Tests.Attacks;

/// <summary>The portal shows which paper entries a device signed, and which facilities a trace cut.</summary>
public sealed class UnsignedPaperTests
{
    private readonly FileSigningKey device = new(EcJwk.Create());

    [Fact]
    public async Task Shows_an_entry_with_a_valid_signature_as_paper() =>
        Assert.Equal(
            (LineSource.Paper, "박종이"),
            await Source(scene => scene.Wrote("박종이", "010-8765-4321", signedBy: device, registered: device.PublicKey))
        );

    [Fact]
    [Attack("The register invents a paper entry and signs it itself")]
    public async Task Nobody_passes_off_an_entry_of_another_key_as_signed() =>
        Assert.Equal(
            (LineSource.PaperUnsigned, "박종이"),
            await Source(scene =>
                scene.Wrote("박종이", "010-8765-4321", signedBy: new FileSigningKey(EcJwk.Create()), registered: device.PublicKey)
            )
        );

    [Fact]
    [Attack("A paper entry has no signature, or its device no key")]
    public async Task Nobody_passes_off_an_entry_without_a_signature_as_signed()
    {
        Assert.Equal(
            (LineSource.PaperUnsigned, "박종이"),
            await Source(scene => scene.Wrote("박종이", "010-8765-4321", registered: device.PublicKey))
        );
        Assert.Equal((LineSource.PaperUnsigned, "박종이"), await Source(scene => scene.Wrote("박종이", "010-8765-4321", signedBy: device)));
    }

    [Fact]
    [Attack("The register attaches a signed paper entry to another time")]
    public async Task Nobody_moves_a_signed_entry_to_another_time() =>
        Assert.Equal(
            (LineSource.PaperUnreadable, ""),
            await Source(
                (scene, today) =>
                    scene.Wrote("박종이", "010-8765-4321", signedBy: device, registered: device.PublicKey, rowEnteredAt: today.AddHours(20))
            )
        );

    [Fact]
    public async Task Exports_name_an_unsigned_entry_as_unsigned()
    {
        var list = await List((scene, _) => scene.Wrote("박종이", "010-8765-4321"));
        var table = ExportTable.Of("2021-001", Scene.Listed(list.Rows), new Dictionary<Guid, string>());
        Assert.Equal("수기명부(서명 없음) paper, unsigned", table.Rows[0][table.Headers.ToList().IndexOf("출처 Source")]);
    }

    [Fact]
    [Attack("A partial result looks complete")]
    public async Task Nobody_takes_a_cut_result_for_a_complete_one()
    {
        FoundCut? cut = null;
        var list = await List(
            (scene, _) =>
            {
                scene.Met("김하나", "+821012345678");
                scene.Cut.Add(cut = new FoundCut(scene.Club.Id, 3, 700));
            }
        );
        Assert.Equal([cut!], list.Cut);
        Assert.Equal("클럽 하늘", list.Facility(list.Cut[0].Facility)!.Name);
    }

    private static Task<(LineSource, string)> Source(Action<Scene> write) => Source((scene, _) => write(scene));

    private static async Task<(LineSource, string)> Source(Action<Scene, DateTimeOffset> write)
    {
        var row = Assert.Single((await List(write)).Rows);
        return (row.Source, row.Name);
    }

    private static async Task<JoinedList> List(Action<Scene, DateTimeOffset> write)
    {
        using var traces = new TraceFixture();
        var scene = new Scene(traces);
        write(scene, traces.Today.Start);
        scene.Found();
        return (await traces.Lists.Open(TraceFixture.Asks, await traces.Traced())).List!;
    }
}
