using System.Text;
using CsCheck;
using Maltall.Lake.Files;

namespace Maltall.Lake.Tests;

/// <summary>The range of a text in the log never leaves the text out.</summary>
public sealed class StatisticsTests
{
    [Fact]
    public void A_cut_text_bounds_the_whole()
        => Gen.OneOf(new[] { "a", "ø", "🏠", "\U0010FFFF", "\uD7FF", "z" }.Select(Gen.Const).ToArray<IGen<string>>()).Array[0, 60].Select(string.Concat).Sample(text =>
        {
            var (down, up) = (Statistics.CutDown(text), Statistics.CutUp(text));

            Assert.True(Compare(down, text) <= 0 && down.Length <= 32);
            Assert.True(up is null || (Compare(up, text) >= 0 && up.Length <= 33));
        });

    private static int Compare(string one, string other)
        => Encoding.UTF8.GetBytes(one).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(other));
}
