using System.Text.RegularExpressions;
using Xunit;

namespace Maltall.App.Tests;

public sealed partial class PrivacyTests
{
    private static readonly string[] Months = ["2012-05-20", "2012-12-31"];

    [Fact]
    public void Of_whom_is_forgotten_nothing_is_left_and_every_figure_stays()
    {
        using var place = Filled(out var numbers);
        var (figures, asked) = (Figures(place), numbers.Take(3).ToList());

        var answer = Maltall.Run(place, "forget", "--person", place.File("asked.txt", string.Join('\n', asked)))
            .Succeeded();

        Assert.Matches("found after: +0", answer.Output);
        Assert.Equal(figures, Figures(place));
        Assert.DoesNotContain("Published", Maltall.Run(place, "run").Succeeded().Error, StringComparison.Ordinal);
        Assert.All(Tables(place), table => Assert.NotEmpty(
            Judge.Rows(place.Lake, $"select count() as n from deltaLakeLocal('{{lake}}/{table}')")));
    }

    [Fact]
    public void No_number_of_the_deliveries_is_in_the_lake()
    {
        using var place = Filled(out var numbers);
        var known = numbers.ToHashSet();

        var inFiles = Directory.EnumerateFiles(place.Lake, "*", SearchOption.AllDirectories)
            .Where(file => Number().Matches(File.ReadAllText(file, System.Text.Encoding.Latin1))
                .Any(match => known.Contains(match.Value)));
        var inValues = Tables(place).Where(table => Number()
            .Matches(Maltall.Run(place, "sql", $"select * from {table.Replace('/', '.')}", "--format", "csv").Output)
            .Any(match => known.Contains(match.Value)));

        Assert.NotEmpty(known);
        Assert.Empty(inFiles);
        Assert.Empty(inValues);
    }

    [Fact]
    public void A_vacuum_leaves_what_publications_need_and_a_replay_lands_the_same_rows()
    {
        using var place = Filled(out _);
        var figures = Figures(place);
        var replayed = Path.Combine(place.Folder, "replayed");

        var freed = Maltall.Run(place, "vacuum", "--older-than", "0d", "--now", "2013-01-31T06:00:00Z").Succeeded();
        Maltall.Run(place, "replay", "--to", replayed).Succeeded();

        Assert.Contains("Freed", freed.Error, StringComparison.Ordinal);
        Assert.Equal(figures, Figures(place));
        Assert.All(Tables(place).Where(table => table.StartsWith("landed/", StringComparison.Ordinal)), table =>
            Assert.Equal(Content(place.Lake, table), Content(replayed, table)));
    }

    [Fact]
    public void Raw_bytes_of_persons_go_when_their_retention_has_passed_and_a_replay_says_so()
    {
        using var place = Filled(out _);

        Maltall.Run(place, "vacuum", "--now", "2017-01-31T06:00:00Z").Succeeded();
        var refused = Maltall.Run(place, "replay", "--to", Path.Combine(place.Folder, "one"));
        Maltall.Run(place, "replay", "--to", Path.Combine(place.Folder, "two"), "--allow-gaps").Succeeded();

        Assert.Empty(Directory.EnumerateFiles(Path.Combine(place.Lake, "raw"), "*.enc", SearchOption.AllDirectories));
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("no longer kept", refused.Error, StringComparison.Ordinal);
        Assert.NotEmpty(Judge.Rows(place.Lake, """
            select batch_id from deltaLakeLocal('{lake}/operations/erasure') where kind = 'raw_retention'
            """));
    }

    [Fact]
    public void A_number_that_is_none_is_refused_and_not_repeated()
    {
        using var place = new Workplace();

        var answer = Maltall.Run(place, "forget", "--person", place.File("asked.txt", "12345678901"));

        Assert.Equal(2, answer.ExitCode);
        Assert.DoesNotContain("12345678901", answer.Output + answer.Error, StringComparison.Ordinal);
    }

    private static readonly Lazy<(Workplace Place, IReadOnlyList<string> Numbers)> Template = new(Fill);

    /// <summary>A copy of a small city's year, published after five months and after the year.</summary>
    internal static Workplace Filled(out IReadOnlyList<string> numbers)
    {
        (var template, numbers) = Template.Value;
        var place = new Workplace();
        foreach (var file in Directory.EnumerateFiles(template.Folder, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(place.Folder, Path.GetRelativePath(template.Folder, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        return place;
    }

    private static (Workplace Place, IReadOnlyList<string> Numbers) Fill()
    {
        var place = new Workplace();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => place.Dispose();
        var generated = Path.Combine(place.Folder, "generated");
        Maltall.Run(place, "generate", "--out", generated, "--years", "2012-2012", "--scale", "0.03", "--seed", "5")
            .Succeeded();
        var files = Directory.EnumerateFiles(generated, "*", SearchOption.AllDirectories).Order().ToList();
        IReadOnlyList<string> numbers = [.. files
            .SelectMany(file => Number().Matches(File.ReadAllText(file, System.Text.Encoding.Latin1)))
            .GroupBy(match => match.Value).OrderByDescending(group => group.Count()).Select(group => group.Key)];
        foreach (var (at, month) in Months.Index())
        {
            foreach (var file in files.Where(file => at > 0 || !LaterMonth().IsMatch(file)))
            {
                var target = Path.Combine(place.Lake, "inbox", Path.GetRelativePath(generated, file));
                Directory.CreateDirectory(Path.GetDirectoryName(target)!);
                File.Copy(file, target, overwrite: true);
            }

            Maltall.Run(place, "run", "--now", $"{month}T06:00:00Z").Succeeded();
        }

        Directory.Delete(generated, recursive: true);
        Directory.Delete(Path.Combine(place.Lake, "inbox"), recursive: true);
        return (place, numbers);
    }

    internal static IReadOnlyList<string> Tables(Workplace place) =>
    [
        .. new[] { "landed", "conformed", "operations" }.SelectMany(room =>
            Directory.GetDirectories(Path.Combine(place.Lake, room)).Order().Select(table =>
                $"{room}/{Path.GetFileName(table)}")),
    ];

    internal static string Figures(Workplace place) => string.Concat(Months.SelectMany(month =>
        new[] { "applications", "still_housed_24_months", "refusal_share" }.Select(indicator => Maltall.Run(place,
            "query", indicator, "--by", "district,year", "--as-of", month, "--format", "csv").Succeeded().Output)));

    private static string Content(string lake, string table) => Judge.Rows(lake,
        $"select count() as n, sum(cityHash64(*)) as h from deltaLakeLocal('{{lake}}/{table}')")[0].ToString();

    [GeneratedRegex("(?<![0-9a-f])[0-9]{11}(?![0-9a-f])")]
    private static partial Regex Number();

    [GeneratedRegex("2012-(0[5-9]|1[0-2])")]
    private static partial Regex LaterMonth();
}
