namespace Maltall.Warehouse.Measure;

/// <summary>What sort of figure an indicator is; it decides how the figure is computed and protected.</summary>
public enum IndicatorKind
{
    /// <summary>Events or households of the period, counted.</summary>
    Count,

    /// <summary>What there is when the period ends, counted.</summary>
    Stock,

    /// <summary>An amount of the period, such as kroner paid.</summary>
    Sum,

    /// <summary>A part of a whole, 0–1; both are of the period.</summary>
    Share,

    /// <summary>Per so many of the population or stock, by the factor of the definition.</summary>
    Rate,

    /// <summary>The middle value of the period's observations.</summary>
    Median,

    /// <summary>The value that a given percentage of the period's observations do not exceed.</summary>
    Percentile,

    /// <summary>An amount per unit, such as kroner per household.</summary>
    Ratio,

    /// <summary>A part of those who began in the period, followed through a window of days, 0–1.</summary>
    CohortShare,
}

/// <summary>Which way is better.</summary>
public enum Direction
{
    /// <summary>More is better.</summary>
    Up,

    /// <summary>Less is better.</summary>
    Down,
}

/// <summary>Whether a goal is about what is done, what comes of it, or what it changes.</summary>
public enum GoalKind
{
    /// <summary>Prosessmål: what is done.</summary>
    Process,

    /// <summary>Resultatmål: what comes of it.</summary>
    Result,

    /// <summary>Effektmål: what it changes for people.</summary>
    Effect,
}

/// <summary>What moment or span of the period a measurement takes its rows from.</summary>
public enum Timing
{
    /// <summary>Rows dated within the period.</summary>
    During,

    /// <summary>What holds on the last day of the period.</summary>
    End,

    /// <summary>The value of 1 January of the year, for each year of the period.</summary>
    January,

    /// <summary>The value of 1 January after the period, which is that of 31 December within it.</summary>
    NextJanuary,
}

/// <summary>One side of a figure: what is counted or summed, from which conformed table.</summary>
/// <param name="Table">Conformed table, without schema.</param>
/// <param name="Aggregate"><c>count</c>, <c>count_distinct</c>, <c>sum</c>, <c>median</c> or <c>percentile</c>.</param>
public sealed record Measurement(string Table, string Aggregate)
{
    /// <summary>Column or expression that is summed, counted apart or ordered; null for a plain count.</summary>
    public string? Value { get; init; }

    /// <summary>Percent of the observations that a percentile does not exceed, 1–99; 50 for a median.</summary>
    public int Percent { get; init; } = 50;

    /// <summary>Whether the observations are put in order, so that the figure is one of them.</summary>
    public bool IsOrdered => Aggregate is "median" or "percentile";

    /// <summary>SQL condition on the table's columns; null when all rows count.</summary>
    public string? Filter { get; init; }

    /// <summary>Date column that places a row in time.</summary>
    public required string Date { get; init; }

    /// <summary>
    /// Date column from which a row no longer holds, for a stock of open spells; null when there is none.
    /// </summary>
    public string? Until { get; init; }

    /// <summary>Which moment or span of the period counts.</summary>
    public Timing Timing { get; init; }

    /// <summary>
    /// Column with one value per household, by which contributors are counted; null when a row is its own.
    /// </summary>
    public string? Contributor { get; init; }
}

/// <summary>One indicator as its owner has written it in <c>warehouse/indicators/ID.yaml</c>.</summary>
/// <param name="Id">Name in requests, English snake case.</param>
/// <param name="Title">Short title in three languages.</param>
/// <param name="Description">What it says, in three languages.</param>
/// <param name="Kind">What sort of figure it is.</param>
public sealed record IndicatorDefinition(string Id, LocalText Title, LocalText Description, IndicatorKind Kind)
{
    /// <summary>Short code of the field, such as <c>KDB_1000</c>.</summary>
    public required string Code { get; init; }

    /// <summary>Programmes it serves: <c>BSU</c>, <c>OL</c>.</summary>
    public required IReadOnlyList<string> Programmes { get; init; }

    /// <summary>Point of the strategy, 1–7.</summary>
    public required int StrategyPoint { get; init; }

    /// <summary>What is counted or summed.</summary>
    public required Measurement Numerator { get; init; }

    /// <summary>What it is divided by; null when the indicator does not divide.</summary>
    public Measurement? Denominator { get; init; }

    /// <summary>The quotient is multiplied by this; 1000 for a rate per thousand.</summary>
    public double Factor { get; init; } = 1;

    /// <summary>
    /// Unit word: <c>households</c>, <c>homes</c>, <c>share</c>, <c>per_1000</c>, <c>days</c>, <c>nok</c>, ….
    /// </summary>
    public required string Unit { get; init; }

    /// <summary>Decimals to show; a share shows them in percent.</summary>
    public int Decimals { get; init; }

    /// <summary>Which way is better.</summary>
    public Direction Direction { get; init; }

    /// <summary>
    /// Dimensions it may be broken down by: <c>district</c>, <c>area</c>, <c>household_type</c>, <c>bedrooms</c>, ….
    /// </summary>
    public required IReadOnlyList<string> Dimensions { get; init; }

    /// <summary>Period kinds it is meaningful for.</summary>
    public required IReadOnlyList<PeriodKind> Periods { get; init; }

    /// <summary>Why the other period kinds are refused; empty when none is.</summary>
    public string PeriodNote { get; init; } = "";

    /// <summary>Process, result or effect.</summary>
    public GoalKind GoalKind { get; init; }

    /// <summary>True when the definition follows an official one; false when it is our own.</summary>
    public bool Official { get; init; }

    /// <summary>Source of the definition.</summary>
    public required string Source { get; init; }

    /// <summary>Version of the definition; a new meaning has a new one.</summary>
    public required int Version { get; init; }

    /// <summary>First day that this version of the definition holds; null when it is not said.</summary>
    public DateOnly? ValidFrom { get; init; }

    /// <summary>Why there is this version; null when it is not said.</summary>
    public LocalText? Reason { get; init; }

    /// <summary>What a value means, and what to see it against; null when it is not said.</summary>
    public LocalText? HowToRead { get; init; }

    /// <summary>What a value does not mean; null when it is not said.</summary>
    public LocalText? HowNotToRead { get; init; }

    /// <summary>What is known to be wrong or missing in the values; null when it is not said.</summary>
    public LocalText? KnownErrors { get; init; }

    /// <summary>Who shall use it for what; null when it is not said.</summary>
    public LocalText? Purpose { get; init; }

    /// <summary>Who owns the definition.</summary>
    public required string Owner { get; init; }

    /// <summary>Days a cohort is followed; null when the indicator is no cohort.</summary>
    public int? WindowDays { get; init; }

    /// <summary>True when small cells are hidden; false for figures that are about no household or home.</summary>
    public bool Protected { get; init; } = true;
}
