using KiPass.Contracts.Access;
using KiPass.Contracts.Facilities;
using KiPass.Grains.Database;
using KiPass.Tokens.Jose;

namespace KiPass.Grains.Facilities.Certificates;

/// <summary>
/// A facility's registration certificate, sealed to the authority. Access follows from what the facility grain returns to the same caller.
/// </summary>
internal sealed class CertificateGrain(
    [PersistentState("certificate", RegisterStorage.Name)] IPersistentState<CertificateState> storage,
    TimeProvider time
) : Grain, ICertificateGrain, IInternalCertificateGrain, IRemindable
{
    private const string Watch = "certificate-decided";
    private static readonly TimeSpan WatchEvery = TimeSpan.FromHours(1);

    /// <summary>The caller for the register's own check whether a registration has been decided.</summary>
    private static readonly Caller Register = Caller.Official("register", Jurisdiction.Nation);

    private IFacilityGrain Facility =>
        GrainFactory.GetGrain<IFacilityGrain>(FacilityKey.Of(CertificateKey.Parse(this.GetPrimaryKeyString())));

    public async ValueTask<Answer> Put(Caller caller, SealedCertificate certificate)
    {
        var facility = await Facility.View(caller);
        if (facility.Value?.MyRole is not (MemberRole.Owner or MemberRole.Manager))
        {
            return Hidden(facility);
        }
        if (facility.Value.Stage is not (FacilityState.Draft or FacilityState.Submitted))
        {
            return Answer.Of(AnswerStatus.Conflict);
        }
        if (certificate.Sealed is not { Length: > 0 and <= SealedFile.MaxSealedCharacters } || !Enum.IsDefined(certificate.Kind))
        {
            return Answer.Invalid(new FieldError("Certificate", FieldProblem.TooLong));
        }
        // The reminder is registered before the certificate is stored, so that it is always destroyed.
        await this.RegisterOrUpdateReminder(Watch, WatchEvery, WatchEvery);
        return await Write(new CertificateState(certificate.Kind, certificate.Sealed, time.GetUtcNow()));
    }

    public async ValueTask<Answer<DateTimeOffset?>> GivenAt(Caller caller)
    {
        var facility = await Facility.View(caller);
        if (!MayKnow(facility))
        {
            return Hidden(facility);
        }
        // A certificate whose registration was decided is about to be destroyed.
        return IsDecided(facility.Value!) ? (DateTimeOffset?)null : storage.State.GivenAt;
    }

    public ValueTask<DateTimeOffset?> StoredAt() => ValueTask.FromResult(storage.State.GivenAt);

    public async ValueTask<Answer<SealedCertificate>> Fetch(Caller caller)
    {
        var facility = await Facility.View(caller);
        if (facility.Value is null || caller.Role == CallerRole.Account)
        {
            return Hidden(facility);
        }
        return storage.State is { Kind: { } kind, Sealed: { } bytes } ? new SealedCertificate(kind, bytes) : AnswerStatus.NotFound;
    }

    public async ValueTask<Answer> Settle(Caller caller)
    {
        var facility = await Facility.View(caller);
        return MayKnow(facility) ? await DestroyIfDecided(facility.Value!) : Hidden(facility);
    }

    public async Task ReceiveReminder(string reminderName, TickStatus status)
    {
        if (storage.State.GivenAt is not null)
        {
            var facility = await Facility.View(Register);
            if (
                facility.Value is not { } view
                || (await DestroyIfDecided(view)).Status != AnswerStatus.Done
                || storage.State.GivenAt is not null
            )
            {
                return;
            }
        }
        if (await this.GetReminder(reminderName) is { } reminder)
        {
            await this.UnregisterReminder(reminder);
        }
    }

    private async ValueTask<Answer> DestroyIfDecided(FacilityView facility) =>
        IsDecided(facility) ? await Write(new CertificateState(null, null, null)) : Answer.Done;

    private bool IsDecided(FacilityView facility) =>
        facility.History.Any(change =>
            change.What is FacilityEventKind.Approved or FacilityEventKind.Rejected or FacilityEventKind.Closed
            && change.At >= storage.State.GivenAt
        );

    private async ValueTask<Answer> Write(CertificateState next)
    {
        var outcome = await storage.TryWrite(next);
        if (outcome == WriteOutcome.Written)
        {
            return Answer.Done;
        }
        DeactivateOnIdle();
        return Answer.Of(AnswerStatus.Unavailable);
    }

    private static bool MayKnow(Answer<FacilityView> facility) =>
        facility.Value is { } view && view.MyRole is null or MemberRole.Owner or MemberRole.Manager && view.History.Length > 0;

    // A caller without a role in the facility gets NotFound, one with another role Refused.
    private static Answer Hidden(Answer<FacilityView> facility) =>
        Answer.Of(facility.Status == AnswerStatus.Done ? AnswerStatus.Refused : facility.Status);
}

/// <summary>The stored state; all null when there is no certificate.</summary>
internal sealed record CertificateState(CertificateKind? Kind, string? Sealed, DateTimeOffset? GivenAt)
{
    public CertificateState()
        : this(null, null, null) { }
}
