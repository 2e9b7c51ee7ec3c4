using System.Text;
using CsCheck;
using Maltall.Lake.Files;

namespace Maltall.Lake.Tests;

/// <summary>The range of a text in the log never leaves the text out.</summary>
public sealed class StatisticsTests
{
    private static readonly string[] Letters = ["a", "ø", "🏠", "\U0010FFFF", "\uD7FF", "z"];

    [Fact]
    public void A_cut_text_bounds_the_whole()
        => Gen.Int[0, Letters.Length - 1].Array[0, 60].Sample(letters =>
        {
            var text = string.Concat(letters.Select(letter => Letters[letter]));
            var (down, up) = (Statistics.CutDown(text), Statistics.CutUp(text));

            Assert.True(Compare(down, text) <= 0 && down.Length <= 32);
            Assert.True(up is null || (Compare(up, text) >= 0 && up.Length <= 33));
        });

    private static int Compare(string one, string other)
        => Encoding.UTF8.GetBytes(one).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(other));
}
