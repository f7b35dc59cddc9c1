using KiPass.Portal.Officials.Keys;
using KiPass.Portal.Officials.Tests.Traces;
using KiPass.Portal.Officials.Traces.LineList;

namespace KiPass.Portal.Officials.Tests.Keys;

public sealed class KeyRotationTests
{
    [Fact]
    public async Task Weekly_key_rotation_keeps_data_sealed_to_the_previous_key_readable()
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
    public async Task Destroys_a_retired_key_28_days_after_its_last_use()
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
    public async Task Destroys_again_a_key_that_a_restored_backup_contains(string restoredAs)
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
    public async Task Only_the_file_owner_can_read_private_keys()
    {
        using var traces = new TraceFixture();
        await traces.Get<KeyRotation>().Run(pinned: null);
        traces.Get<IAuthorityKeys>().Rotate();
        var files = Directory.GetFiles(traces.Folder["keys"], "*.json", SearchOption.AllDirectories);
        Assert.Equal(4, files.Length);
        Assert.All(files, file => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file)));
    }
}
