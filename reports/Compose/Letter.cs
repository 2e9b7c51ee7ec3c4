namespace Maltall.Reports.Compose;

/// <summary>
/// The status report in words, ready to be laid out: every text is in the reader's language, every number is written.
/// </summary>
public sealed record Letter
{
    /// <summary>The fixed words of the language.</summary>
    public required Words Words { get; init; }

    /// <summary>Heading.</summary>
    public required string Title { get; init; }

    /// <summary>Who and what it is about.</summary>
    public required string Programme { get; init; }

    /// <summary>The period in words.</summary>
    public required string Period { get; init; }

    /// <summary>The period as it is written in requests: <c>2012-T1</c>.</summary>
    public required string PeriodLabel { get; init; }

    /// <summary>Last day that the data cover, in words.</summary>
    public required string DataUntil { get; init; }

    /// <summary>True when any of the data is synthetic.</summary>
    public required bool Synthetic { get; init; }

    /// <summary>Two or three sentences that stand alone.</summary>
    public required IReadOnlyList<string> Summary { get; init; }

    /// <summary>The goal tables, the most important first.</summary>
    public required IReadOnlyList<GoalSection> Tables { get; init; }

    /// <summary>What the signs in the table mean; only those that are used.</summary>
    public required IReadOnlyList<string> Signs { get; init; }

    /// <summary>The one chart; null when no goal has a series to draw.</summary>
    public required ChartFigure? Chart { get; init; }

    /// <summary>The indicator of the chart in each district; null when it has none.</summary>
    public required DistrictSection? Districts { get; init; }

    /// <summary>What the reader must know before the figures are used.</summary>
    public required IReadOnlyList<string> Reservations { get; init; }

    /// <summary>Where the figures come from, with what was delivered.</summary>
    public required IReadOnlyList<string> Sources { get; init; }

    /// <summary>What each indicator means and how to read it.</summary>
    public required IReadOnlyList<Explained> Definitions { get; init; }

    /// <summary>Publication id and time in one sentence.</summary>
    public required string Publication { get; init; }
}

/// <summary>One goal table.</summary>
/// <param name="Title">What its goals have in common.</param>
/// <param name="Lines">The goals, parents before children.</param>
public sealed record GoalSection(string Title, IReadOnlyList<GoalLine> Lines);

/// <summary>One goal as a line of the table.</summary>
/// <param name="Id">Id of the goal.</param>
/// <param name="Title">Title.</param>
/// <param name="Depth">0 for the root.</param>
public sealed record GoalLine(string Id, string Title, int Depth)
{
    /// <summary>What measures it: indicator, place, period; empty for a parent.</summary>
    public required string Measure { get; init; }

    /// <summary>True for a goal that stands by its children.</summary>
    public required bool IsParent { get; init; }

    /// <summary>What must be said of it: which child carries its status, why it is not judged, what it takes.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>The figure now, or the sign for why there is none.</summary>
    public required string Now { get; init; }

    /// <summary>Where it started.</summary>
    public required string Baseline { get; init; }

    /// <summary>When it started.</summary>
    public required string BaselinePeriod { get; init; }

    /// <summary>Where it is to arrive.</summary>
    public required string Target { get; init; }

    /// <summary>When it is to arrive.</summary>
    public required string TargetPeriod { get; init; }

    /// <summary>Share of the way gone.</summary>
    public required string Achievement { get; init; }

    /// <summary>The interval of the share of the way; empty when there is none.</summary>
    public required string AchievementRange { get; init; }

    /// <summary>Change in a year.</summary>
    public required string Change { get; init; }

    /// <summary>Shape of the status: ● ◐ ▲ ◆ ■ ▼ ○.</summary>
    public required string Shape { get; init; }

    /// <summary>Word of the status.</summary>
    public required string Status { get; init; }

    /// <summary>The status in styles: <c>reached</c>, <c>on-track</c>, <c>near</c>, ….</summary>
    public required string StatusClass { get; init; }
}

/// <summary>A chart with all that stands in its place for who cannot see it.</summary>
/// <param name="Title">What it shows, as a finding.</param>
/// <param name="Description">The same in words.</param>
public sealed record ChartFigure(string Title, string Description)
{
    /// <summary>Indicator and place.</summary>
    public required string Subtitle { get; init; }

    /// <summary>Vega-Lite specification as JSON for a column of a page.</summary>
    public required string Wide { get; init; }

    /// <summary>Vega-Lite specification as JSON for a telephone.</summary>
    public required string Narrow { get; init; }

    /// <summary>The points as a table: period and value.</summary>
    public required IReadOnlyList<(string Period, string Value)> Points { get; init; }
}

/// <summary>One indicator in every district, in the order of the district numbers.</summary>
/// <param name="Title">Indicator and period.</param>
/// <param name="Lines">District and figure.</param>
/// <param name="Note">How many are hidden, and why the districts are not ranked.</param>
public sealed record DistrictSection(string Title, IReadOnlyList<(string District, string Value)> Lines, string Note);

/// <summary>A word and what it means.</summary>
/// <param name="Title">The word.</param>
/// <param name="Texts">What it means, how to read it, and who says so; a paragraph each.</param>
public sealed record Explained(string Title, IReadOnlyList<string> Texts);
