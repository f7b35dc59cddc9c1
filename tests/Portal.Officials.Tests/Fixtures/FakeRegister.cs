using System.Collections.Immutable;
using System.Reflection;
using KiPass.Contracts.Access;
using KiPass.Contracts.Facilities;
using KiPass.Contracts.Policy;
using KiPass.Contracts.Traces;
using KiPass.Portal.Officials.Tests.Traces;
using KiPass.Portal.Shared.Register;
using KiPass.Portal.Testing;
using KiPass.Tokens.Jose;
using KiPass.Tokens.Keys;
using KiPass.Tokens.Orders;

// A proxy's class is derived from at run time.
#pragma warning disable CA1852

namespace KiPass.Portal.Officials.Tests.Fixtures;

/// <summary>The register as the portal reaches it: verifies an order with its own pinned key and answers with what a test lets it find.</summary>
internal sealed class FakeRegister(Func<DateTimeOffset> clock)
{
    private readonly Func<DateTimeOffset> now = clock;
    private readonly Dictionary<string, FakeTrace> traces = [];

    public FileSigningKey Signing { get; } = new(EcJwk.Create());

    public FileDecryptionKey Decryption { get; } = new(EcJwk.Create());

    public TrustedAuthority Authority { get; set; } = null!;

    public bool Reachable { get; set; } = true;

    /// <summary>Facilities and their districts.</summary>
    public Dictionary<Guid, string> Facilities { get; } = [];

    /// <summary>What the lists of registrations and of silent venues contain; whose they are is not checked.</summary>
    public Contracts.Facilities.DirectoryPage Directory { get; set; } = new(0, []);

    public ImmutableArray<Contracts.Compliance.ComplianceSubject> Silent { get; set; } = [];

    public PolicyHistory Policy { get; set; } = new([], [], [], [], []);

    /// <summary>The texts that were searched for.</summary>
    public List<string> Searched { get; } = [];

    /// <summary>What a trace finds: findings and the issuers' sealed answers.</summary>
    public Func<TraceOrder, (TraceFindings Findings, ImmutableArray<SealedIdentities> Identities)>? Finds { get; set; }

    /// <summary>Seals findings; a test replaces it to forge them.</summary>
    public Func<TraceFindings, string>? Seal { get; set; }

    /// <summary>The register's signed chain head that comes with a result.</summary>
    public string Head { get; set; } = "";

    /// <summary>Signed chain heads that come with the issuers' answers.</summary>
    public Dictionary<ushort, string> IssuerHeads { get; } = [];

    /// <summary>Issuers that refuse, with their codes. An issuer that is asked again answers.</summary>
    public Dictionary<ushort, string> Refusals { get; } = [];

    public List<ushort> AskedAgain { get; } = [];

    public TraceStage Stage { get; set; } = TraceStage.Completed;

    public int Started => traces.Values.Count(trace => trace.Order is not null);

    public RegisterClient Client() => new FakeSilo(Grain).Client(CallingPortal.Authority);

    private object Grain(Type type, string key)
    {
        if (!Reachable)
        {
            throw new HttpRequestException(HttpRequestError.ConnectionError);
        }
        if (type == typeof(ITraceGrain))
        {
            return traces.TryGetValue(key, out var trace) ? trace : traces[key] = new FakeTrace(this, key);
        }
        if (type == typeof(Contracts.Audit.IAuditGrain))
        {
            throw new HttpRequestException(HttpRequestError.ConnectionError);
        }
        if (type == typeof(IDirectoryGrain))
        {
            return ListProxy.Of<IDirectoryGrain>(this);
        }
        if (type == typeof(Contracts.Compliance.IComplianceGrain))
        {
            return ListProxy.Of<Contracts.Compliance.IComplianceGrain>(this);
        }
        if (type == typeof(IPolicyGrain))
        {
            return ListProxy.Of<IPolicyGrain>(this);
        }
        var grain = DispatchProxy.Create<IFacilityGrain, FacilityProxy>();
        ((FacilityProxy)(object)grain).Set(this, key);
        return grain;
    }

    internal class ListProxy : DispatchProxy
    {
        private FakeRegister register = null!;

        internal static object Of<T>(FakeRegister register)
            where T : class
        {
            var grain = Create<T, ListProxy>();
            ((ListProxy)(object)grain).register = register;
            return grain;
        }

#pragma warning disable CA2012 // The caller of the proxy awaits it.
        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        {
            if (targetMethod!.Name == nameof(IDirectoryGrain.Search))
            {
                register.Searched.Add(((DirectoryQuery)args![1]!).Text);
                return ValueTask.FromResult<Answer<DirectoryPage>>(register.Directory);
            }
            if (targetMethod.Name == nameof(IPolicyGrain.History))
            {
                return ValueTask.FromResult<Answer<PolicyHistory>>(register.Policy);
            }
            Assert.Equal(nameof(Contracts.Compliance.IComplianceGrain.List), targetMethod.Name);
            return ValueTask.FromResult<Answer<ImmutableArray<Contracts.Compliance.ComplianceSubject>>>(register.Silent);
        }
#pragma warning restore CA2012
    }

    internal class FacilityProxy : DispatchProxy
    {
        private FakeRegister register = null!;
        private string key = "";

        internal void Set(FakeRegister of, string facilityKey) => (register, key) = (of, facilityKey);

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        {
            Assert.Equal("View", targetMethod!.Name);
            var found = register.Facilities.FirstOrDefault(facility => FacilityKey.Of(facility.Key) == key);
            Answer<FacilityView> answer =
                found.Value is { } district && ((Caller)args![0]!).AnswersFor(district)
                    ? new FacilityView
                    {
                        Id = found.Key,
                        Facts = new FacilityFacts { Name = "곳", District = district },
                    }
                    : AnswerStatus.NotFound;
#pragma warning disable CA2012 // The caller of the proxy awaits it.
            return ValueTask.FromResult(answer);
#pragma warning restore CA2012
        }
    }

    private sealed class FakeTrace(FakeRegister register, string key) : ITraceGrain
    {
        private bool cancelled;

        public TraceOrder? Order { get; private set; }

        public ValueTask<TraceStart> Start(string order)
        {
            var verdict = TraceOrder.Verify(order, register.Authority.SigningKey, register.now(), out var verified);
            if (verdict != OrderVerdict.Valid || ITraceGrain.KeyOf(verified!.Id) != key)
            {
                return ValueTask.FromResult(verdict == OrderVerdict.Expired ? TraceStart.Expired : TraceStart.NotAuthentic);
            }
            if (RegisterPart.Open(verified.ForRegister, register.Decryption) is not { } part || !part.Fits(verified))
            {
                return ValueTask.FromResult(TraceStart.PartUnreadable);
            }
            Order = verified;
            return ValueTask.FromResult(TraceStart.Begun);
        }

        public ValueTask<TraceProgress?> Progress()
        {
            if (Order is null)
            {
                return ValueTask.FromResult<TraceProgress?>(null);
            }
            var (findings, identities) = register.Finds!(Order);
            var contacts = findings.Contacts.ToLookup(contact => contact.Issuer);
            return ValueTask.FromResult<TraceProgress?>(
                new TraceProgress
                {
                    Stage = cancelled ? TraceStage.Cancelled : register.Stage,
                    StartedAt = register.now(),
                    Facilities = findings.Facilities.Count,
                    Contacts = findings.Contacts.Count,
                    Close = findings.Contacts.Count(contact => contact.Close),
                    PaperContacts = findings.Paper.Count,
                    Issuers =
                    [
                        .. contacts.Select(group => new IssuerProgress(
                            group.Key,
                            IssuerAnswer.Answered,
                            register.Refusals.ContainsKey(group.Key) ? IssuerAnswer.Refused
                                : identities.Any(answer => answer.Issuer == group.Key) ? IssuerAnswer.Answered
                                : IssuerAnswer.Unreachable,
                            group.Count(),
                            register.Refusals.GetValueOrDefault(group.Key, "")
                        )),
                    ],
                }
            );
        }

        public ValueTask<bool> AskAgain(ushort issuer)
        {
            register.AskedAgain.Add(issuer);
            return ValueTask.FromResult(register.Refusals.Remove(issuer));
        }

        public ValueTask<bool> Cancel() => ValueTask.FromResult(cancelled = true);

        public ValueTask<TraceResult?> Result()
        {
            var (findings, identities) = register.Finds!(Order!);
            var seal = register.Seal ?? (found => found.Seal(register.Signing, register.Authority.EncryptionKey));
            return ValueTask.FromResult<TraceResult?>(
                new TraceResult(
                    seal(findings),
                    [.. identities.Select(part => part with { Head = register.IssuerHeads.GetValueOrDefault(part.Issuer, "") })],
                    [],
                    register.Head
                )
            );
        }
    }
}
