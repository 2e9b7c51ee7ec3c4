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
    IReadOnlyList<string> Notes);
