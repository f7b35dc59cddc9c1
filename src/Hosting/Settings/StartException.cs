namespace KiPass.Hosting.Settings;

/// <summary>
/// The program cannot start or go on, for a reason that its operator can fix: a wrong setting, a database that does not answer, a damaged key.
/// The message is one line and holds no secret; <see cref="ProgramStart"/> prints it.
/// </summary>
/// <seealso cref="SettingFault"/>
public class StartException(string message, Exception? inner = null) : Exception(message.ReplaceLineEndings(" "), inner)
{
    /// <summary>What the process ends with.</summary>
    public virtual int ExitCode => ProgramStart.CannotStart;
}
