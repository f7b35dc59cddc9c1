using KiPass.Portal.Owners.Registration;
using KiPass.Portal.Testing;

namespace KiPass.Portal.Owners.Tests;

public sealed class OwnersTextsTests
{
    [Fact]
    public void Registration_step_titles_are_translated() => Assert.Empty(PortalTexts.Missing(RegistrationSteps.Titles));
}
