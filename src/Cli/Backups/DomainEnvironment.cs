using System.Text.Json;
using KiPass.Hosting.Files;

namespace KiPass.Cli.Backups;

/// <summary><c>environment.json</c> in a domain's folder: a random ID that detects backups of another environment.</summary>
internal static class DomainEnvironment
{
    private sealed record Content(Guid Id);

    public static Guid? Read(string folder)
    {
        var file = FileOf(folder);
        try
        {
            return File.Exists(file) ? JsonSerializer.Deserialize<Content>(File.ReadAllText(file), JsonSerializerOptions.Web)!.Id : null;
        }
        catch (JsonException)
        {
            throw new CommandException($"{file}: damaged.");
        }
    }

    public static Guid ReadOrMake(string folder)
    {
        if (Read(folder) is { } known)
        {
            return known;
        }
        var id = Guid.NewGuid();
        Write(folder, id);
        return id;
    }

    public static void Write(string folder, Guid id) =>
        PrivateFile.Replace(FileOf(folder), stream => JsonSerializer.Serialize(stream, new Content(id), JsonSerializerOptions.Web));

    private static string FileOf(string folder) => Path.Combine(folder, "environment.json");
}
