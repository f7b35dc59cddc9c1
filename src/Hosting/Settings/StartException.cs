namespace KiPass.Hosting.Settings;

/// <summary>
/// The program cannot start or continue for a reason that its operator can fix: an invalid setting, an unavailable database, a damaged key.
/// The message is one line without secrets. <see cref="ProgramStart"/> prints it.
/// </summary>
/// <seealso cref="SettingFault"/>
public class StartException(string message, Exception? inner = null) : Exception(message.ReplaceLineEndings(" "), inner)
{
    /// <summary>Exit code of the process.</summary>
    public virtual int ExitCode => ProgramStart.CannotStart;
}
