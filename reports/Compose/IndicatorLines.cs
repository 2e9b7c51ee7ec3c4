using System.Globalization;
using Maltall.Warehouse.Measure;

namespace Maltall.Reports.Compose;

/// <summary>One indicator as a page of text: what it is, how to read it, and who answers for it.</summary>
public static class IndicatorLines
{
    private const int Width = 78;
    private const string Indent = "  ";

    /// <summary>Writes the page.</summary>
    /// <param name="indicator">The indicator.</param>
    /// <param name="words">The language's texts.</param>
    /// <returns>Lines of at most 78 characters, where no word is longer.</returns>
    public static IReadOnlyList<string> Of(IndicatorDefinition indicator, Words words)
    {
        var facts = Facts(indicator, words).ToList();
        var column = facts.Max(fact => fact.Heading.Length) + Indent.Length;
        return
        [
            indicator.Title.In(words.Language), $"{indicator.Id} · {indicator.Code}",
            .. Texts(indicator).Where(text => text.Text is not null).SelectMany(text =>
                (string[])["", words[text.Key], .. Wrapped(text.Text!.In(words.Language), Width - Indent.Length)
                    .Select(line => Indent + line)]),
            "",
            .. facts.SelectMany(fact => Wrapped(fact.Text, Width - column)
                .Select((line, at) => (at == 0 ? fact.Heading : "").PadRight(column) + line)),
        ];
    }

    /// <summary>The folder of the rows that an indicator is tested by.</summary>
    /// <param name="indicator">The indicator.</param>
    public static string TestRows(IndicatorDefinition indicator) => $"tests/warehouse/indicators/{indicator.Id}/";

    private static (string Key, LocalText? Text)[] Texts(IndicatorDefinition indicator) =>
    [
        ("indicator_what", indicator.Description), ("indicator_reading", indicator.HowToRead),
        ("indicator_misreading", indicator.HowNotToRead), ("indicator_errors", indicator.KnownErrors),
        ("indicator_purpose", indicator.Purpose),
    ];

    private static IEnumerable<(string Heading, string Text)> Facts(IndicatorDefinition indicator, Words words)
    {
        yield return (words["indicator_unit"],
            Notation.IsShare(indicator) ? words["unit_percent"] : new Notation(words).Unit(indicator));
        yield return (words["indicator_kind"], Kind(indicator, words));
        yield return (words["indicator_dimensions"],
            indicator.Dimensions.Count == 0 ? Notation.Dash : string.Join(", ", indicator.Dimensions
                .Select(name => words[$"dimension_{name}"].ToLower(CultureInfo.InvariantCulture))));
        yield return (words["indicator_periods"], string.Join(", ", indicator.Periods.Select(kind =>
            kind == PeriodKind.RollingYear
                ? words["indicator_rolling_year"] : words[$"period_kind_{Period.WordOf(kind)}"])));
        yield return (words["indicator_direction"],
            indicator.Direction == Direction.Up ? words["indicator_up"] : words["indicator_down"]);
        yield return (words["indicator_protection"],
            indicator.Protected ? words["indicator_hidden"] : words["indicator_open"]);
        yield return (words["indicator_programmes"], words.Fill("indicator_point",
            ("programmes", string.Join(", ", indicator.Programmes)),
            ("point", indicator.StrategyPoint.ToString(CultureInfo.InvariantCulture))));
        yield return (words["indicator_owner"], indicator.Owner);
        yield return (words["indicator_source"], indicator.Source);
        yield return (words["indicator_version"], Version(indicator, words));
        yield return (words["indicator_tests"], TestRows(indicator));
    }

    private static string Kind(IndicatorDefinition indicator, Words words) => indicator.Kind switch
    {
        IndicatorKind.CohortShare => words.Fill("kind_cohort_share",
            ("days", (indicator.WindowDays ?? 0).ToString(CultureInfo.InvariantCulture))),
        var kind => words[$"kind_{kind.ToString().ToLowerInvariant()}"],
    };

    private static string Version(IndicatorDefinition indicator, Words words)
    {
        var version = indicator.Version.ToString(CultureInfo.InvariantCulture);
        var since = indicator.ValidFrom is not { } day ? version
            : words.Fill("indicator_from", ("version", version), ("day", new Notation(words).Day(day)));
        return indicator.Reason is { } reason ? $"{since}. {reason.In(words.Language)}" : since;
    }

    private static IEnumerable<string> Wrapped(string text, int width)
    {
        var line = "";
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > width)
            {
                yield return line;
                line = "";
            }

            line = line.Length == 0 ? word : $"{line} {word}";
        }

        yield return line;
    }
}
