using KiPass.Hosting.Files;
using KiPass.Testing;

namespace KiPass.Hosting.Tests.Files;

public sealed class PrivateFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_crash_during_a_write_keeps_the_old_file_and_the_next_write_succeeds()
    {
        var file = folder["settings.json"];
        PrivateFile.Replace(file, stream => stream.Write("old"u8));

        Assert.Throws<TimeoutException>(() =>
            PrivateFile.Replace(
                file,
                stream =>
                {
                    stream.Write("ne"u8);
                    throw new TimeoutException("as if the process had ended here");
                }
            )
        );

        Assert.Equal("old", File.ReadAllText(file));
        PrivateFile.Replace(file, stream => stream.Write("new"u8));
        Assert.Equal("new", File.ReadAllText(file));
        Assert.Equal([file], Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void An_open_reader_still_reads_the_old_file_after_replacement()
    {
        var file = folder["key.json"];
        PrivateFile.Replace(file, stream => stream.Write("old"u8));
        using var reader = File.OpenText(file);

        PrivateFile.Replace(file, stream => stream.Write("new and longer"u8));

        Assert.Equal("old", reader.ReadToEnd());
    }

    [Fact]
    public void A_private_file_is_owner_only_even_when_it_replaces_a_public_one()
    {
        var file = folder["key.json"];
        PrivateFile.ReplacePublic(file, "for all");
        Assert.True(File.GetUnixFileMode(file).HasFlag(UnixFileMode.UserRead));

        PrivateFile.Replace(file, stream => stream.Write("mine"u8));

        Assert.Equal(PrivateFile.OwnerOnly, File.GetUnixFileMode(file));
    }
}
