using KiPass.Portal.Officials.Keys;
using KiPass.Portal.Officials.Tests.Traces;
using KiPass.Portal.Officials.Traces.LineList;

namespace KiPass.Portal.Officials.Tests.Keys;

public sealed class KeyRotationTests
{
    [Fact]
    public async Task A_fresh_key_comes_each_week_and_what_was_sealed_to_the_one_before_still_opens()
    {
        using var traces = new TraceFixture();
        var (keys, keeping) = (traces.Get<IAuthorityKeys>(), traces.Get<KeyRotation>());
        var scene = new Scene(traces);
        scene.Met("김하나", "+821012345678");
        scene.Found();
        await keeping.Run(pinned: null);
        var first = keys.Current().PublicKey.Thumbprint;
        var id = await traces.Traced();
        traces.Time.Advance(TimeSpan.FromDays(7) - TimeSpan.FromSeconds(1));
        await keeping.Run(pinned: null);
        Assert.Equal(first, keys.Current().PublicKey.Thumbprint);
        traces.Time.Advance(TimeSpan.FromSeconds(1));
        await keeping.Run(pinned: null);
        Assert.NotEqual(first, keys.Current().PublicKey.Thumbprint);
        Assert.Equal(LineListState.Opened, (await traces.Lists.Open(TraceFixture.Asks, id)).State);
        Assert.Contains("key-rotated", await traces.Audit());
    }

    [Fact]
    public async Task A_retired_key_is_destroyed_28_days_after_its_last_use_and_not_while_the_register_seals_to_it()
    {
        using var traces = new TraceFixture();
        var (keys, keeping) = (traces.Get<IAuthorityKeys>(), traces.Get<KeyRotation>());
        await keeping.Run(pinned: null);
        var first = keys.Current().PublicKey.Thumbprint;
        bool Held() => keys.Retired().Any(key => key.PublicKey.Thumbprint == first);
        traces.Time.Advance(TimeSpan.FromDays(7));
        await keeping.Run(pinned: first);
        traces.Time.Advance(TimeSpan.FromDays(28));
        await keeping.Run(pinned: first);
        Assert.True(Held());
        traces.Time.Advance(TimeSpan.FromDays(28) - TimeSpan.FromSeconds(1));
        await keeping.Run(pinned: null);
        Assert.True(Held());
        traces.Time.Advance(TimeSpan.FromSeconds(1));
        await keeping.Run(pinned: null);
        Assert.False(Held());
        Assert.Contains("key-destroyed", await traces.Audit());
    }

    [Theory, InlineData("retired"), InlineData("current")]
    public async Task A_destroyed_key_that_a_restored_backup_brings_back_is_destroyed_again(string restoredAs)
    {
        using var traces = new TraceFixture();
        var (keys, keeping) = (traces.Get<IAuthorityKeys>(), traces.Get<KeyRotation>());
        await keeping.Run(pinned: null);
        var first = keys.Current().PublicKey.Thumbprint;
        var current = traces.Folder["keys/encryption.json"];
        var backup = await File.ReadAllBytesAsync(current);
        traces.Time.Advance(TimeSpan.FromDays(7));
        await keeping.Run(pinned: null);
        traces.Time.Advance(TimeSpan.FromDays(28));
        await keeping.Run(pinned: null);
        Assert.DoesNotContain(keys.Retired(), key => key.PublicKey.Thumbprint == first);

        await File.WriteAllBytesAsync(restoredAs == "current" ? current : traces.Folder[$"keys/retired/{first}.json"], backup);
        await keeping.Run(pinned: null);

        Assert.NotEqual(first, keys.Current().PublicKey.Thumbprint);
        Assert.DoesNotContain(keys.Retired(), key => key.PublicKey.Thumbprint == first);
        Assert.Equal(2, (await traces.Audit()).Count(entry => entry == "key-destroyed"));
    }

    [Fact]
    public async Task Only_the_owner_reads_the_private_keys()
    {
        using var traces = new TraceFixture();
        await traces.Get<KeyRotation>().Run(pinned: null);
        traces.Get<IAuthorityKeys>().Rotate();
        var files = Directory.GetFiles(traces.Folder["keys"], "*.json", SearchOption.AllDirectories);
        Assert.Equal(3, files.Length);
        Assert.All(files, file => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file)));
    }
}
