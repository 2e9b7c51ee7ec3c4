namespace Maltall.App.Cli.Formats;

/// <summary>What a column of a result holds.</summary>
public enum ResultKind
{
    /// <summary>Text.</summary>
    Text,

    /// <summary>A whole number.</summary>
    Whole,

    /// <summary>A number with decimals.</summary>
    Number,

    /// <summary>True or false.</summary>
    Boolean,

    /// <summary>A day.</summary>
    Date,

    /// <summary>An instant, in UTC.</summary>
    Timestamp,
}

/// <summary>A column of a result.</summary>
/// <param name="Name">Name as it stands in the heading, lower snake_case.</param>
/// <param name="Kind">What it holds.</param>
/// <param name="Decimals">Decimals that are shown to a person; machines get the number as it is.</param>
public sealed record ResultColumn(string Name, ResultKind Kind, int? Decimals = null);

/// <summary>Rows that a command returns, before they are written in the format that was asked for.</summary>
/// <param name="Title">What the rows are, for a person.</param>
/// <param name="Columns">Columns, left to right.</param>
/// <param name="Rows">One array a row, as long as the columns; an absent value is null.</param>
/// <param name="Notes">Sentences that must stand beside the rows: synthetic data, hidden cells, sources.</param>
public sealed record ResultTable(
    string Title,
    IReadOnlyList<ResultColumn> Columns,
    IReadOnlyList<IReadOnlyList<object?>> Rows,
    IReadOnlyList<string> Notes)
{
    /// <summary>How a workbook for people shows the rows; null for the plain form.</summary>
    public SheetLayout? Sheet { get; init; }
}

/// <summary>How a sheet is laid out that somebody works from.</summary>
/// <param name="Name">Name of the sheet.</param>
/// <param name="Lines">Lines above the heading, the first of them in bold.</param>
/// <param name="Headings">One heading a column, in the reader's language.</param>
/// <param name="Widths">One width a column, in characters; long texts are wrapped.</param>
public sealed record SheetLayout(
    string Name, IReadOnlyList<string> Lines, IReadOnlyList<string> Headings, IReadOnlyList<double> Widths);
