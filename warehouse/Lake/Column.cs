namespace Maltall.Lake;

// The members carry the names of the types of the Delta protocol.
#pragma warning disable CA1720
/// <summary>What a column of a Delta table holds.</summary>
public enum ColumnType
{
    /// <summary>Text of any length, UTF-8.</summary>
    Text,

    /// <summary>A whole number of 32 bits.</summary>
    Integer,

    /// <summary>A whole number of 64 bits.</summary>
    Long,

    /// <summary>A binary floating-point number of 64 bits.</summary>
    Double,

    /// <summary>True or false.</summary>
    Boolean,

    /// <summary>A day without time or zone.</summary>
    Date,

    /// <summary>A moment in UTC, in microseconds.</summary>
    Timestamp,

    /// <summary>A decimal number with 16 digits before and 2 after the point; for money.</summary>
    Decimal,
}
#pragma warning restore CA1720

/// <summary>One column of a Delta table.</summary>
/// <param name="Name">Name in lower snake case; unique in the table whatever its case.</param>
/// <param name="Type">What it holds.</param>
/// <param name="Nullable">True where a row may leave it out; only such columns can be added to a table that has
/// rows.</param>
public sealed record Column(string Name, ColumnType Type, bool Nullable = true);
