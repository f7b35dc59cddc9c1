using KiPass.Testing;

namespace KiPass.Eng.Tests.Fixtures;

/// <summary>A helper that runs a program, as tests have them. The classes below reach it in different ways.</summary>
[Needs("wrk")]
public sealed class LoadHelper
{
    public const string Name = "load";

    public static string Run() => Name;
}

/// <summary>Reaches a package through another helper.</summary>
public sealed class IndirectHelper
{
    public string Run { get; } = LoadHelper.Run();
}

public sealed class SampleOfNothing
{
    [Fact]
    public void Needs_nothing() => Assert.Equal("load", LoadHelper.Name);
}

public sealed class SampleOfCall
{
    [Fact]
    public void Calls_a_helper() => Assert.Equal(LoadHelper.Name, LoadHelper.Run());
}

public sealed class SampleOfLambda
{
    [Fact]
    public async Task Calls_a_helper_in_an_async_lambda() => Assert.Equal("load", await Task.Run(() => new IndirectHelper().Run));
}

public sealed class SampleOfFixture : IClassFixture<IndirectHelper>
{
    [Fact]
    public void Is_given_a_fixture() => Assert.Equal("load", LoadHelper.Name);
}

[Collection(SampleGroup.Name)]
public sealed class SampleOfCollection
{
    [Fact]
    public void Is_in_a_collection() => Assert.Equal("sample", SampleGroup.Name);
}

[CollectionDefinition(Name)]
public sealed class SampleGroup : ICollectionFixture<IndirectHelper>
{
    public const string Name = "sample";
}

[Needs("nodejs", "curl")]
public abstract class SampleBase
{
    [Theory]
    [InlineData(1)]
    public void Is_inherited(int value) => Assert.Equal(1, value);
}

public sealed class SampleOfBase : SampleBase;

public static class SampleOfNesting
{
    public sealed class Inner
    {
        [Fact]
        public void Is_nested() => Assert.Equal("load", new IndirectHelper().Run);
    }
}
