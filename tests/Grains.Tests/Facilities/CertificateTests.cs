using System.Reflection;
using KiPass.Contracts.Access;
using KiPass.Contracts.Facilities;
using KiPass.Tokens.Jose;
using Orleans.Runtime;

namespace KiPass.Grains.Tests.Facilities;

/// <summary>The certificate of a registration: who may do what, and that it is gone once the registration is decided.</summary>
public sealed class CertificateTests(FacilityCluster cluster) : IClassFixture<FacilityCluster>
{
    private static readonly Caller Manager = Caller.Account("manager-1");
    private static readonly Caller Scanner = Caller.Account("scanner-1");
    private static readonly Caller OtherOfficial = Caller.Official("official-3", new Jurisdiction("11140"));
    private static readonly Caller Administrator = new("admin-1", CallerRole.Administrator, Jurisdiction.Nation);
    private static readonly SealedCertificate Certificate = new(CertificateKind.Png, "sealed");

    // Owner, manager, scanner, stranger, official of the district, of another one, administrator.
    private static readonly Dictionary<string, AnswerStatus[]> Rules = new()
    {
        [nameof(ICertificateGrain.Put)] = Expect("done done refused hidden refused hidden hidden"),
        [nameof(ICertificateGrain.GivenAt)] = Expect("done done refused hidden done hidden hidden"),
        [nameof(ICertificateGrain.Fetch)] = Expect("refused refused refused hidden done hidden hidden"),
        [nameof(ICertificateGrain.Settle)] = Expect("done done refused hidden done hidden hidden"),
    };

    [Fact]
    public async Task Only_the_callers_in_its_rule_may_make_a_certificate_call()
    {
        Caller[] callers =
        [
            FacilityCluster.Owner,
            Manager,
            Scanner,
            FacilityCluster.Stranger,
            FacilityCluster.Official,
            OtherOfficial,
            Administrator,
        ];
        Assert.Equal(Rules.Keys.Order(), typeof(ICertificateGrain).GetMethods().Select(method => method.Name).Order());
        foreach (var method in typeof(ICertificateGrain).GetMethods())
        {
            var id = await Submitted();
            var outcomes = new List<AnswerStatus>();
            foreach (var caller in callers)
            {
                outcomes.Add(await Call(id, method, caller));
            }
            Assert.Equal(Rules[method.Name], outcomes);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_certificate_is_destroyed_when_the_registration_is_decided(bool approved)
    {
        var id = await Submitted();
        await Grain(id).Settle(FacilityCluster.Official);
        Assert.Equal(AnswerStatus.Done, (await Grain(id).Fetch(FacilityCluster.Official)).Status);

        await Decide(id, approved);
        Assert.Equal(AnswerStatus.Done, (await Grain(id).Settle(FacilityCluster.Official)).Status);

        Assert.Equal(AnswerStatus.NotFound, (await Grain(id).Fetch(FacilityCluster.Official)).Status);
        Assert.Null((await Grain(id).GivenAt(FacilityCluster.Owner)).Value);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_reminder_destroys_a_certificate_after_the_decision(bool approved)
    {
        var id = await Submitted();
        await Wake(id);
        Assert.NotNull((await Grain(id).GivenAt(FacilityCluster.Owner)).Value);

        await Decide(id, approved);
        await Wake(id);

        Assert.Null((await Grain(id).GivenAt(FacilityCluster.Owner)).Value);
    }

    [Fact]
    public async Task A_certificate_uploaded_after_a_rejection_is_kept_until_the_next_decision()
    {
        var id = await Submitted();
        await Decide(id, approved: false);
        await Wake(id);
        cluster.Time.Advance(TimeSpan.FromMinutes(1));
        await Grain(id).Put(FacilityCluster.Owner, Certificate);
        await Wake(id);

        Assert.NotNull((await Grain(id).GivenAt(FacilityCluster.Owner)).Value);
    }

    [Fact]
    public async Task Certificates_are_refused_for_open_facilities_and_above_the_size_limit()
    {
        var open = await cluster.NewFacility();
        Assert.Equal(AnswerStatus.Conflict, (await Grain(open).Put(FacilityCluster.Owner, Certificate)).Status);

        var id = await cluster.NewFacility(FacilityState.Draft);
        var large = new SealedCertificate(CertificateKind.Pdf, new string('x', SealedFile.MaxSealedCharacters + 1));
        Assert.Equal(AnswerStatus.Invalid, (await Grain(id).Put(FacilityCluster.Owner, large)).Status);
        Assert.Equal(
            AnswerStatus.Invalid,
            (await Grain(id).Put(FacilityCluster.Owner, new SealedCertificate((CertificateKind)9, "x"))).Status
        );
    }

    private ICertificateGrain Grain(Guid id) => cluster.Grains.GetGrain<ICertificateGrain>(CertificateKey.Of(id));

    private async Task<Guid> Submitted()
    {
        var id = await cluster.NewFacility(FacilityState.Submitted);
        await cluster.Facility(id).SetMember(FacilityCluster.Owner, Manager.AccountId, MemberRole.Manager);
        await cluster.Facility(id).SetMember(FacilityCluster.Owner, Scanner.AccountId, MemberRole.Scanner);
        Assert.Equal(AnswerStatus.Done, (await Grain(id).Put(FacilityCluster.Owner, Certificate)).Status);
        return id;
    }

    private async Task Decide(Guid id, bool approved)
    {
        var facility = cluster.Facility(id);
        var answer = approved
            ? await facility.Approve(FacilityCluster.Official)
            : await facility.Reject(FacilityCluster.Official, "unreadable");
        Assert.Equal(AnswerStatus.Done, answer.Status);
    }

    private Task Wake(Guid id) =>
        Grain(id).AsReference<IRemindable>().ReceiveReminder("certificate-decided", new TickStatus(default, TimeSpan.Zero, default));

    private async Task<AnswerStatus> Call(Guid id, MethodInfo method, Caller caller)
    {
        object[] arguments = method.GetParameters().Length == 2 ? [caller, Certificate] : [caller];
        dynamic answer = await (dynamic)method.Invoke(Grain(id), arguments)!;
        return answer.Status;
    }

    private static AnswerStatus[] Expect(string words) =>
        [
            .. words
                .Split(' ')
                .Select(word =>
                    word switch
                    {
                        "done" => AnswerStatus.Done,
                        "refused" => AnswerStatus.Refused,
                        _ => AnswerStatus.NotFound,
                    }
                ),
        ];
}
