using KiPass.Contracts.Facilities;
using KiPass.Grains.BusinessRegistry;

namespace KiPass.Grains.Facilities;

internal sealed partial class FacilityGrain
{
    private const string Register = "register";

    public ValueTask<TaxQuestion?> TaxQuestion()
    {
        var facts = State.Facts;
        return ValueTask.FromResult(
            State.Registry.NextAt is null
            || State.Stage is FacilityState.Draft or FacilityState.Closed
            || BusinessNumber.DigitsOf(facts.BusinessNumber) is not { } number
            || facts.OpenedOn is not { } openedOn
                ? null
                : new TaxQuestion(number, openedOn, facts.Representative, Compare: State.Stage == FacilityState.Submitted)
        );
    }

    public async ValueTask TaxAnswered(TaxQuestion question, TaxFinding finding)
    {
        // The facts or the state have changed since the question was asked: the answer no longer applies.
        if (await TaxQuestion() != question)
        {
            return;
        }
        var now = time.GetUtcNow();
        var check = BusinessRegistrySchedule.After(finding, State.Registry, SubmittedAt, now);
        var next = State with { Registry = check };
        if (finding != TaxFinding.Unavailable && check.Verdict != State.Registry.Verdict)
        {
            next = next.With(new FacilityEvent(now, Register, FacilityEventKind.RegistryAnswered, check.Verdict.ToString(), State.Facts));
        }
        if (State.Stage == FacilityState.Submitted)
        {
            next = Decided(next, now);
        }
        await Write(next);
    }

    // A match activates the facility. What the owner can correct goes back to the owner; an official decides the rest.
    private static FacilityRecord Decided(FacilityRecord state, DateTimeOffset now) =>
        state.Registry.Verdict switch
        {
            BusinessRegistryVerdict.Matches => (state with { Stage = FacilityState.Active }).With(
                new FacilityEvent(now, Register, FacilityEventKind.Approved)
            ),
            BusinessRegistryVerdict.Differs or BusinessRegistryVerdict.BusinessClosed => NotAsked(
                state with
                {
                    Stage = FacilityState.Draft,
                }
            ),
            _ => state,
        };

    private static FacilityRecord NotAsked(FacilityRecord state) => state with { Registry = state.Registry with { NextAt = null } };

    private DateTimeOffset SubmittedAt =>
        State.History.LastOrDefault(change => change.What == FacilityEventKind.Submitted)?.At ?? time.GetUtcNow();

    /// <summary>
    /// How a submitted facility is checked: by the tax service; or manually, when there is no service key or the owner submits the same
    /// data that the tax service has rejected.
    /// </summary>
    private BusinessRegistryCheck FirstCheck()
    {
        var refused = State.History.LastOrDefault(change =>
            change
                is {
                    What: FacilityEventKind.RegistryAnswered,
                    Detail: nameof(BusinessRegistryVerdict.Differs) or nameof(BusinessRegistryVerdict.BusinessClosed)
                }
        );
        var insists =
            refused?.Facts is { } then
            && then.BusinessNumber == State.Facts.BusinessNumber
            && then.OpenedOn == State.Facts.OpenedOn
            && then.Representative == State.Facts.Representative;
        return taxService.IsConfigured && !insists
            ? new BusinessRegistryCheck(BusinessRegistryVerdict.Pending, NextAt: time.GetUtcNow())
            : new BusinessRegistryCheck(BusinessRegistryVerdict.ByHand);
    }

    private void AskTaxService()
    {
        if (State.Registry.NextAt is not null)
        {
            // Not awaited: if this call is lost, the next sweep checks the facility.
            GrainFactory.GetGrain<IBusinessRegistryGrain>(IBusinessRegistryGrain.Key).Check(Id).AsTask().Ignore();
        }
    }
}
