using System.Security.Cryptography;
using Xunit;

namespace Maltall.App.Tests;

public sealed class RekeyTests
{
    private static readonly int[] Waits = [0, 150, 400];

    [Fact]
    public void A_lake_that_is_moved_keeps_every_figure_and_knows_the_new_key_alone()
    {
        using var place = PrivacyTests.Filled(out _);
        var (figures, file) = (PrivacyTests.Figures(place), NewKey(place));

        var answer = Maltall.Run(place, "rekey", "--new-key", file).Succeeded();
        var refused = Maltall.Run(place, "run");

        Assert.Matches("unlinked: +0 ", answer.Output);
        Assert.Matches("found after: +0", answer.Output);
        Assert.Contains($"Set key_file to {file}", answer.Error, StringComparison.Ordinal);
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("key is not the one", refused.Error, StringComparison.Ordinal);
        File.Copy(file, place.KeyFile, overwrite: true);
        Assert.Equal(figures, PrivacyTests.Figures(place));
        Assert.DoesNotContain("Published", Maltall.Run(place, "run").Succeeded().Error, StringComparison.Ordinal);
        Assert.All(PrivacyTests.Tables(place), table => Assert.NotEmpty(
            Judge.Rows(place.Lake, $"select count() as n from deltaLakeLocal('{{lake}}/{table}')")));
    }

    [Fact]
    public void Killed_it_lets_nobody_read_or_write_until_it_is_resumed()
    {
        using var place = PrivacyTests.Filled(out _);
        var (figures, file) = (PrivacyTests.Figures(place), NewKey(place));
        var mark = Path.Combine(place.Lake, ".forget", "rekey.sealed");
        foreach (var wait in Waits)
        {
            Kill(place, mark, wait, file);
            Assert.True(File.Exists(mark) || wait > 0, "the change was done before it could be killed");
        }

        Assert.True(File.Exists(mark), "the change was done before the last kill");
        string[][] asked = [["query", "applications"], ["run"], ["vacuum"], ["sql", "select 1"]];
        Assert.All(asked.Select(words => Maltall.Run(place, words)), answer =>
        {
            Assert.Equal(2, answer.ExitCode);
            Assert.Contains("maltall rekey --resume", answer.Error, StringComparison.Ordinal);
        });
        var answer = Maltall.Run(place, "rekey", "--resume", "--new-key", file).Succeeded();

        Assert.Matches("found after: +0", answer.Output);
        File.Copy(file, place.KeyFile, overwrite: true);
        Assert.Equal(figures, PrivacyTests.Figures(place));
        Assert.Contains("No change of the key is open",
            Maltall.Run(place, "rekey", "--resume", "--new-key", file).Succeeded().Error, StringComparison.Ordinal);
    }

    private static string NewKey(Workplace place)
    {
        var file = Path.Combine(place.Folder, "new.key");
        File.WriteAllBytes(file, RandomNumberGenerator.GetBytes(32));
        return file;
    }

    // The launcher has replaced itself by the program (exec), so this is the program's own process.
    private static void Kill(Workplace place, string mark, int milliseconds, string file)
    {
        using var process = Maltall.Start(place, "rekey", "--new-key", file);
        var drained = Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        while (!process.HasExited && !File.Exists(mark))
        {
            Thread.Sleep(5);
        }

        process.WaitForExit(milliseconds);
        process.Kill();
        process.WaitForExit();
        drained.Wait();
    }
}
