using System.Collections.Immutable;
using System.Reflection;
using KiPass.Contracts.Access;
using KiPass.Contracts.Facilities;
using KiPass.Contracts.Policy;
using KiPass.Grains.Tests.Facilities;
using KiPass.Tokens;

namespace KiPass.Grains.Tests.Access;

/// <summary>Every grain call that a portal can make × every kind of caller, made from Contracts: a call without a line fails here.</summary>
public sealed class CallMatrixTests(FacilityCluster cluster) : IClassFixture<FacilityCluster>
{
    private static int nextLevelDay = 10_000;

    private static readonly Dictionary<char, Caller> Callers = new()
    {
        ['a'] = FacilityCluster.Stranger,
        ['i'] = Caller.Official("official-1", Jurisdiction.Nation),
        ['p'] = Caller.Approver("approver-1", Jurisdiction.Nation),
        ['d'] = new Caller("admin-1", CallerRole.Administrator, Jurisdiction.Nation),
    };

    private static readonly Dictionary<string, (string Who, string? Shown)> Lines = File.ReadAllLines(
            Path.Combine(AppContext.BaseDirectory, "Access", "WhoMayCallWhat.txt")
        )
        .Where(line => line.Length > 0 && line[0] != '#')
        .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        .ToDictionary(words => words[0], words => (words[1], words.ElementAtOrDefault(2)));

    private static IEnumerable<MethodInfo> Methods =>
        typeof(IFacilityGrain)
            .Assembly.GetTypes()
            .Where(type => type.IsInterface && type.IsAssignableTo(typeof(IGrain)))
            .SelectMany(type => type.GetMethods())
            // A key's maker is no call.
            .Where(method => !method.IsStatic);

    /// <summary>The calls that take a caller; of facilities and certificates those for somebody without a role in them.</summary>
    public static IEnumerable<TheoryDataRow<string>> Guarded() =>
        from line in Lines
        where line.Value.Who != "*" && IsKnownHere(line.Key)
        select new TheoryDataRow<string>(line.Key);

    [Fact]
    public void The_call_matrix_has_exactly_one_line_per_call()
    {
        Assert.Equal(Methods.Select(Name).Order(StringComparer.Ordinal), Lines.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_call_matrix_marks_calls_without_a_caller_and_names_existing_tests()
    {
        foreach (var method in Methods)
        {
            var takesCaller = method.GetParameters() is [{ ParameterType: var first }, ..] && first == typeof(Caller);
            var (who, shown) = Lines[Name(method)];
            Assert.True(takesCaller == (who != "*"), $"{Name(method)}: takes a caller: {takesCaller}, its line says {who}.");
            Assert.True(
                shown is null || GetType().Assembly.GetTypes().Any(type => type.Name == shown),
                $"{Name(method)}: there is no {shown}."
            );
            Assert.True(IsKnownHere(Name(method)) || shown is not null, $"{Name(method)}: name the test that shows it.");
        }
    }

    [Theory]
    [MemberData(nameof(Guarded))]
    public async Task Only_the_callers_in_the_matrix_may_make_a_call(string call)
    {
        var method = Methods.Single(method => Name(method) == call);
        var allowed = "";
        foreach (var (letter, caller) in Callers)
        {
            var id = await cluster.NewFacility(FacilityState.Submitted);
            await Enter(id);
            allowed += await Call(method, caller, id) is AnswerStatus.NotFound or AnswerStatus.Refused ? "" : letter;
        }
        Assert.Equal(Lines[call].Who.Trim('-'), allowed);
    }

    // An order, an exemption and proposals by another official, which the calls about one find by the facility's id.
    private async Task Enter(Guid facility)
    {
        var other = Caller.Official("official-2", Jurisdiction.Nation);
        var today = KoreanDay.Of(cluster.Time.GetUtcNow());
        var order = new RestrictionOrder
        {
            Id = facility,
            Region = new Jurisdiction("11110"),
            Types = ["library"],
            From = today + 1,
            Title = "매트릭스",
        };
        var exemption = new Exemption
        {
            Id = facility,
            FacilityId = facility,
            From = today + 1,
            Reason = "이유",
        };
        Assert.Equal(AnswerStatus.Done, (await cluster.Policy.AddOrder(other, order)).Status);
        Assert.Equal(AnswerStatus.Done, (await cluster.Policy.ProposeExemption(other, exemption)).Status);
        var wide = order with { Id = ProposedOrder(facility), Region = new Jurisdiction("11") };
        Assert.Equal(AnswerStatus.Done, (await cluster.Policy.ProposeOrder(other, wide)).Status);
        // Each is earlier than the one before, so that it is lower whether or not that one was approved.
        var change = new LevelChange(CrisisLevel.Caution, today + Interlocked.Decrement(ref nextLevelDay), "이유");
        var proposed = await cluster.Policy.ProposeLevel(Caller.Approver("approver-2", Jurisdiction.Nation), facility, change);
        Assert.Equal(AnswerStatus.Done, proposed.Status);
    }

    // Others live in a cluster of their own, where the test that their line names calls them.
    private static bool IsKnownHere(string call) =>
        call.Split('.')[0]
            is "IFacilityGrain"
                or "IFacilityStatementGrain"
                or "ICertificateGrain"
                or "IDirectoryGrain"
                or "IPolicyGrain"
                or "IDestructionGrain"
        // NotFound is also its answer to those who may, when no certificate was given.
        && call != "ICertificateGrain.Fetch";

    // An order and a proposed order never have the same id.
    private static Guid ProposedOrder(Guid facility) => new([.. facility.ToByteArray().Reverse()]);

    private static string Name(MethodInfo method) => $"{method.DeclaringType!.Name}.{method.Name}";

    private async Task<AnswerStatus> Call(MethodInfo method, Caller caller, Guid facility)
    {
        var grain = cluster.Grains.GetGrain(
            method.DeclaringType!,
            method.DeclaringType!.Name switch
            {
                "IFacilityGrain" or "IFacilityStatementGrain" => FacilityKey.Of(facility),
                "ICertificateGrain" => CertificateKey.Of(facility),
                "IDirectoryGrain" => IDirectoryGrain.Key,
                "IPolicyGrain" => IPolicyGrain.Key,
                _ => "destruction",
            }
        );
        object?[] arguments = [caller, .. method.GetParameters().Skip(1).Select(parameter => Argument(parameter, facility))];
        dynamic answer = await (dynamic)method.Invoke(grain, arguments)!;
        return answer.Status;
    }

    private object? Argument(ParameterInfo parameter, Guid facility) =>
        parameter.ParameterType switch
        {
            var type when type == typeof(string) => parameter.Name == "accountId" ? "somebody-1" : "이유",
            var type when type == typeof(Guid) => parameter.Member.Name
                is nameof(IPolicyGrain.ApproveOrder)
                    or nameof(IPolicyGrain.WithdrawOrderProposal)
                ? ProposedOrder(facility)
                : facility,
            var type when type == typeof(Guid?) => null,
            var type when type == typeof(int) => 10,
            var type when type == typeof(DateOnly) => KoreanDay.Of(cluster.Time.GetUtcNow()).Date,
            var type when type == typeof(KoreanDay) => KoreanDay.Of(cluster.Time.GetUtcNow()) + 1,
            var type when type == typeof(FacilityFacts) => SampleFacts.HuntingPub,
            var type when type == typeof(MemberRole) => MemberRole.Manager,
            var type when type == typeof(Zone) => new Zone(Guid.NewGuid(), "2층"),
            var type when type == typeof(OpeningHours) => new OpeningHours(ImmutableArray<DayHours?>.Empty),
            var type when type == typeof(SealedCertificate) => new SealedCertificate(CertificateKind.Png, "sealed"),
            var type when type == typeof(DirectoryQuery) => new DirectoryQuery(),
            var type when type == typeof(LevelChange) => new LevelChange(
                CrisisLevel.Serious,
                KoreanDay.Of(cluster.Time.GetUtcNow()) + 1,
                "매트릭스"
            ),
            var type when type == typeof(Exemption) => new Exemption
            {
                Id = Guid.NewGuid(),
                FacilityId = facility,
                Reason = "이유",
            },
            var type when type == typeof(RestrictionOrder) => new RestrictionOrder { Region = new Jurisdiction("11"), Title = "명령" },
            var type => throw new NotSupportedException($"Give the matrix an argument of type {type}."),
        };
}
