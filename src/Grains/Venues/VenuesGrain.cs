using System.Buffers.Text;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using KiPass.Contracts.Access;
using KiPass.Contracts.Facilities;
using KiPass.Contracts.Venues;
using KiPass.Grains.Database;
using KiPass.Tokens;
using Orleans.Concurrency;

namespace KiPass.Grains.Venues;

/// <inheritdoc cref="IVenuesGrain"/>
[StatelessWorker, Reentrant]
internal sealed class VenuesGrain(VenueStore venues, VenueListStore lists, TimeProvider time) : Grain, IVenuesGrain
{
    private const int MaxLists = 50;
    private const int MaxContacts = 200;
    private const int MaxNote = 500;
    private const int CodeBytes = 16;
    private static readonly TimeSpan Life = TimeSpan.FromDays(60);
    private static readonly DateOnly FirstDay = new(2020, 1, 1);

    public ValueTask<Answer<ImmutableArray<VenueListSummary>>> Lists(Caller caller) =>
        Ask(
            caller,
            async () =>
                (Answer<ImmutableArray<VenueListSummary>>)
                    ImmutableArray.CreateRange(await lists.In(caller.Jurisdiction.Code ?? "-", MaxLists, default))
        );

    public ValueTask<Answer<LicensedVenue>> View(Caller caller, Guid venueOrFacilityId) =>
        Ask(
            caller,
            async () =>
                await venues.Find(venueOrFacilityId, default) is { } venue && caller.AnswersFor(venue.District)
                    ? venue
                    : (Answer<LicensedVenue>)AnswerStatus.NotFound
        );

    public async ValueTask<Answer> SettleMatch(Caller caller, Guid venueId, Guid facilityId, bool same) =>
        Plain(
            await Ask<bool>(
                caller,
                async () =>
                {
                    if (await venues.Find(venueId, default) is not { } venue || venue.Id != venueId || !caller.AnswersFor(venue.District))
                    {
                        return AnswerStatus.NotFound;
                    }
                    if ((await Facility(facilityId).View(caller)).Status is not AnswerStatus.Done and var unseen)
                    {
                        return unseen;
                    }
                    await venues.Settle(venueId, facilityId, same, default);
                    return true;
                }
            )
        );

    public ValueTask<Answer<ImmutableArray<VenueInvitation>>> Invite(Caller caller, ImmutableArray<Guid> venueIds) =>
        Ask<ImmutableArray<VenueInvitation>>(
            caller,
            async () =>
            {
                if (venueIds.IsDefault || venueIds.Length is < 1 or > IVenuesGrain.MaxInvited)
                {
                    return Answer.Invalid(new FieldError("VenueIds", FieldProblem.OutOfRange));
                }
                var (now, until) = (time.GetUtcNow(), time.GetUtcNow() + Life);
                var invitations = (await venues.ByIds([.. venueIds.Distinct()], default))
                    .Where(venue => caller.AnswersFor(venue.District) && venue.Match is null)
                    .OrderBy(venue => venue.District, StringComparer.Ordinal)
                    .ThenBy(venue => venue.Name, StringComparer.Ordinal)
                    .Select(venue => new VenueInvitation(
                        venue with
                        {
                            InvitedAt = now,
                        },
                        Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(CodeBytes)),
                        until
                    ))
                    .ToImmutableArray();
                await venues.Invite([.. invitations.Select(one => (one.Venue.Id, Hash(one.Code)))], caller.AccountId, now, until, default);
                return invitations;
            }
        );

    public ValueTask<Answer<LicensedVenue>> Invited(Caller caller, string code) =>
        Ask<LicensedVenue>(
            caller,
            async () =>
                await venues.Invited(Hash(code), time.GetUtcNow(), default) is var (venue, account, _)
                && (account is null || account == caller.AccountId)
                    ? venue
                    : AnswerStatus.NotFound
        );

    public ValueTask<Answer<Guid>> Accept(Caller caller, string code) =>
        Ask<Guid>(
            caller,
            async () =>
            {
                var (hash, now) = (Hash(code), time.GetUtcNow());
                if (await venues.Invited(hash, now, default) is not var (venue, account, begun))
                {
                    return AnswerStatus.NotFound;
                }
                var facilityId = begun ?? Guid.NewGuid();
                if (account is not null ? account != caller.AccountId : !await venues.Use(hash, caller.AccountId, facilityId, now, default))
                {
                    return AnswerStatus.NotFound;
                }
                // The code is used up before the draft is saved; a repeated call continues with the same facility.
                var facility = Facility(facilityId);
                if ((await facility.View(caller)).Status == AnswerStatus.Done)
                {
                    return facilityId;
                }
                var saved = await facility.SaveDraft(caller, Facts(venue));
                return saved.Status == AnswerStatus.Done ? facilityId : saved.Status;
            }
        );

    public ValueTask<Answer<ImmutableArray<VenueContact>>> Contacts(Caller caller, Guid subjectId) =>
        Ask<ImmutableArray<VenueContact>>(
            caller,
            async () =>
                await Subject(caller, subjectId) is { } subject
                    ? ImmutableArray.CreateRange(await venues.Contacts(subject, MaxContacts, default))
                    : AnswerStatus.NotFound
        );

    public async ValueTask<Answer> AddContact(Caller caller, Guid subjectId, VenueContact contact) =>
        Plain(
            await Ask<bool>(
                caller,
                async () =>
                {
                    if (Wrong(contact) is { } wrong)
                    {
                        return Answer.Invalid(wrong);
                    }
                    if (await Subject(caller, subjectId) is not { } subject)
                    {
                        return AnswerStatus.NotFound;
                    }
                    var entry = contact with { Note = contact.Note.Trim(), By = caller.AccountId, EnteredAt = time.GetUtcNow() };
                    await venues.AddContact(subject, entry, default);
                    return true;
                }
            )
        );

    /// <summary>A venue keeps its contacts when a facility signs up for it; a facility that is on no list has its own.</summary>
    private async Task<Guid?> Subject(Caller caller, Guid id) =>
        await venues.Find(id, default) is { } venue
            ? caller.AnswersFor(venue.District)
                ? venue.Id
                : null
            : (await Facility(id).View(caller)).Status == AnswerStatus.Done
                ? id
                : null;

    private FieldError? Wrong(VenueContact contact) =>
        contact.Id == Guid.Empty ? new FieldError(nameof(contact.Id), FieldProblem.Missing)
        : !Enum.IsDefined(contact.Kind) ? new FieldError(nameof(contact.Kind), FieldProblem.Unknown)
        : contact.Day < FirstDay || contact.Day > KoreanDay.Of(time.GetUtcNow()).Date
            ? new FieldError(nameof(contact.Day), FieldProblem.OutOfRange)
        : string.IsNullOrWhiteSpace(contact.Note) ? new FieldError(nameof(contact.Note), FieldProblem.Missing)
        : contact.Note.Length > MaxNote ? new FieldError(nameof(contact.Note), FieldProblem.TooLong)
        : contact.Note.Contains('\0', StringComparison.Ordinal) ? new FieldError(nameof(contact.Note), FieldProblem.Malformed)
        : null;

    private static FacilityFacts Facts(LicensedVenue venue) =>
        new()
        {
            BusinessNumber = BusinessNumber.TryParse(venue.BusinessNumber, out var number) ? number.ToString() : "",
            Name = venue.Name,
            District = venue.District,
            Address = venue.Address,
            Type = venue.Type,
            Phone = venue.Phone,
            Capacity = venue.Capacity > 0 ? venue.Capacity : null,
            OpenedOn = venue.LicensedOn,
        };

    private IFacilityGrain Facility(Guid id) => GrainFactory.GetGrain<IFacilityGrain>(FacilityKey.Of(id));

    private static string Hash(string code) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(code ?? "")));

    private static Answer Plain<T>(Answer<T> answer) => new(answer.Status, answer.Errors);

    private static async ValueTask<Answer<T>> Ask<T>(Caller caller, Func<Task<Answer<T>>> ask, [CallerMemberName] string method = "")
    {
        if (!VenueRules.Allows(caller, method))
        {
            return AnswerStatus.Refused;
        }
        try
        {
            return await ask();
        }
        catch (Exception exception) when (StoreErrors.IsOfStore(exception))
        {
            return AnswerStatus.Unavailable;
        }
    }
}
