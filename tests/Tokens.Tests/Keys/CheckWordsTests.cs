using System.Text.Json;
using KiPass.Tokens.Keys;

namespace KiPass.Tokens.Tests.Keys;

public sealed class CheckWordsTests
{
    public static TheoryData<string, string, string> Examples()
    {
        var examples = new TheoryData<string, string, string>();
        var file = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "vectors", "check-words.json"));
        foreach (var one in JsonDocument.Parse(file).RootElement.EnumerateArray())
        {
            examples.Add(Text("thumbprint"), Text("korean"), Text("english"));

            string Text(string name) => one.GetProperty(name).GetString()!;
        }
        return examples;
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void The_words_of_the_worked_examples_are_computed(string thumbprint, string korean, string english) =>
        Assert.Equal(new CheckWords(korean, english), CheckWords.Compute(thumbprint));

    [Fact]
    public void A_key_has_the_words_of_its_thumbprint()
    {
        var key = EcJwk.Create();
        Assert.Equal(CheckWords.Compute(key.Thumbprint), CheckWords.Of(key));
        Assert.Same(CheckWords.Of(key), CheckWords.Of(key.Public()));
    }
}
