namespace KiPass.Grains.Database;

/// <summary>The Orleans grain storage of the register.</summary>
internal static class RegisterStorage
{
    /// <summary>Name of the provider: <c>[PersistentState("name", RegisterStorage.Name)]</c>.</summary>
    public const string Name = "register";
}
