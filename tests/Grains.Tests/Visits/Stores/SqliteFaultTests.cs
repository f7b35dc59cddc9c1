using KiPass.Grains.Tests.Hosting;
using KiPass.Grains.Visits;
using KiPass.Tokens;

namespace KiPass.Grains.Tests.Visits.Stores;

/// <summary>Whatever the disk does: nothing is confirmed that is not stored, nothing throws at the door, and all goes on once it is mended.</summary>
public sealed class SqliteFaultTests
{
    private static readonly KoreanDay Day = KoreanDay.Of(TestRegister.Noon);

    [Fact]
    public async Task A_full_disk_confirms_no_visit_until_space_is_available()
    {
        using var disk = new SmallDisk();
        await using var register = await TestRegister.Create(StoreKind.Sqlite, data: disk.Path);
        var before = SomeVisits.At(TestRegister.Noon);
        Assert.Equal(ScanStatus.Accepted, (await register.Log.Append(before, default)).Status);
        await register.Restart();

        disk.Fill();
        var refused = new List<Visit>();
        for (var i = 0; i < 20; i++)
        {
            var visit = SomeVisits.At(TestRegister.Noon);
            if ((await register.Log.Append(visit, default)).Status == ScanStatus.Unconfirmed)
            {
                refused.Add(visit);
            }
        }
        Assert.NotEmpty(refused);
        var paper = SomeVisits.PaperAt(TestRegister.Noon.AddDays(5));
        Assert.Equal(ScanStatus.Unconfirmed, (await register.Log.Append(paper, default)).Status);

        disk.Free();
        Assert.Equal(ScanStatus.AlreadyUsed, (await register.Log.Append(before, default)).Status);
        Assert.Equal(ScanStatus.Accepted, (await register.Log.Append(paper, default)).Status);
        foreach (var visit in refused)
        {
            Assert.Equal(ScanStatus.Accepted, (await register.Log.Append(visit, default)).Status);
        }
    }

    [Fact]
    public async Task A_damaged_day_file_accepts_no_visits_and_does_not_affect_other_days()
    {
        await using var register = await TestRegister.Create(StoreKind.Sqlite);
        var before = SomeVisits.At(TestRegister.Noon);
        await register.Log.Append(before, default);
        await register.Restart();
        var file = DayFile(register, Day);
        var whole = await File.ReadAllBytesAsync(file);
        await File.WriteAllBytesAsync(file, [.. Enumerable.Repeat((byte)0x55, whole.Length)]);

        Assert.Equal(ScanStatus.Unconfirmed, (await register.Log.Append(SomeVisits.At(TestRegister.Noon), default)).Status);
        Assert.Equal(ScanStatus.Unconfirmed, (await register.Log.Find(before.Token, default)).Status);
        Assert.Equal(
            ScanStatus.Unconfirmed,
            await register.Log.Void(before.Token, before.ScanId, before.DeviceId, TestRegister.Noon, default)
        );
        Assert.Equal(ScanStatus.Accepted, (await register.Log.Append(SomeVisits.At(TestRegister.Noon.AddDays(1)), default)).Status);

        await File.WriteAllBytesAsync(file, whole);
        Assert.Equal(ScanStatus.AlreadyUsed, (await register.Log.Append(before, default)).Status);
        Assert.Equal(ScanStatus.Accepted, (await register.Log.Append(SomeVisits.At(TestRegister.Noon), default)).Status);
    }

    [Fact]
    public async Task A_damaged_day_file_is_destroyed_when_its_day_is_due()
    {
        await using var register = await TestRegister.Create(StoreKind.Sqlite);
        await register.Restart();
        await File.WriteAllBytesAsync(DayFile(register, Day), [.. Enumerable.Repeat((byte)0x55, 5000)]);
        register.Time.SetUtcNow((Day + 29).Start);

        Assert.Equal(0, await register.Partitions.CountDay(Day, default));
        Assert.Equal(0, await register.Partitions.DestroyDay(Day, default));
        Assert.DoesNotContain(Day, await register.Partitions.DaysHeld(default));
    }

    [Fact]
    public async Task Leftover_files_of_a_destroyed_day_are_reported_and_can_be_destroyed()
    {
        await using var register = await TestRegister.Create(StoreKind.Sqlite);
        var left = Day - 40;
        await File.WriteAllTextAsync(DayFile(register, left) + "-wal", "visits");

        Assert.Contains(left, await register.Partitions.DaysHeld(default));
        Assert.NotNull(await register.Partitions.DestroyDay(left, default));
        Assert.False(File.Exists(DayFile(register, left) + "-wal"));
    }

    [Fact]
    public async Task A_read_only_folder_confirms_no_visit_until_it_is_writable()
    {
        await using var register = await TestRegister.Create(StoreKind.Sqlite);
        await register.Restart();
        var folder = Path.GetDirectoryName(DayFile(register, Day))!;
        Directory.Move(folder, folder + ".away");
        await File.WriteAllTextAsync(folder, "");
        var visit = SomeVisits.At(TestRegister.Noon);

        Assert.Equal(ScanStatus.Unconfirmed, (await register.Log.Append(visit, default)).Status);
        Assert.Equal(ScanStatus.Unconfirmed, (await register.Log.Append(SomeVisits.PaperAt(TestRegister.Noon), default)).Status);

        File.Delete(folder);
        Directory.Move(folder + ".away", folder);
        Assert.Equal(ScanStatus.Accepted, (await register.Log.Append(visit, default)).Status);
    }

    private static string DayFile(TestRegister register, KoreanDay day) =>
        Path.Combine(register.Options.Data, "visits", $"visits-{day}.db");
}
