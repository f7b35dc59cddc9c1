using KiPass.Portal.Owners.Registration;
using KiPass.Portal.Testing;

namespace KiPass.Portal.Owners.Tests;

public sealed class OwnersTextsTests
{
    [Fact]
    public void The_steps_of_a_registration_have_both_languages() => Assert.Empty(PortalTexts.Missing(RegistrationSteps.Titles));
}
