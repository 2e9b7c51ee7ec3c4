namespace Maltall.Etl;

/// <summary>A rule that a row is judged by together with what is landed already.</summary>
/// <param name="Id">Name of the rule, lower snake_case.</param>
public abstract record LakeRule(string Id)
{
    /// <summary>What becomes of a row that breaks it.</summary>
    public required Severity Severity { get; init; }

    /// <summary>What the supplier shall do, by language: nb, nn, en.</summary>
    public required IReadOnlyDictionary<string, string> Remedy { get; init; }

    /// <summary>What a row names must be there, in another source or in this one.</summary>
    /// <param name="Id">Name of the rule.</param>
    /// <param name="Columns">Our names of the columns that name it; a null names nothing.</param>
    /// <param name="To">Id of the source that has it.</param>
    /// <param name="Key">The columns of that source, as many and of the same types.</param>
    public sealed record Reference(
        string Id, IReadOnlyList<string> Columns, string To, IReadOnlyList<string> Key) : LakeRule(Id);

    /// <summary>
    /// What was there, and what came, less what went, is what is there; and what is there at the end of a period is
    /// what is there at the beginning of the next.
    /// </summary>
    /// <param name="Id">Name of the rule; that of the second part ends with <c>_carries_over</c>.</param>
    /// <param name="By">The columns that make a series; with <paramref name="Period"/> they are the key.</param>
    /// <param name="Period">Column of the period: a day, or a text such as <c>2012-03</c> or <c>Q1 2019</c>.</param>
    /// <param name="Closing">Column of what is there at the end.</param>
    public sealed record StockFlow(string Id, IReadOnlyList<string> By, string Period, string Closing) : LakeRule(Id)
    {
        /// <summary>Column of what was there at the beginning; null to take the end of the period before.</summary>
        public string? Opening { get; init; }

        /// <summary>Columns of what came.</summary>
        public required IReadOnlyList<string> In { get; init; }

        /// <summary>Columns of what went.</summary>
        public required IReadOnlyList<string> Out { get; init; }

        /// <summary>Greatest difference that is let pass, in the columns' unit.</summary>
        public required decimal Tolerance { get; init; }

        /// <summary>Name of the second part.</summary>
        public string CarriesOver => $"{Id}_carries_over";
    }

    /// <summary>A value must not be far from those of the same unit in the periods before.</summary>
    /// <param name="Id">Name of the rule.</param>
    /// <param name="Value">Column of the value.</param>
    /// <param name="By">The columns that make a series; with <paramref name="Order"/> they are the key.</param>
    /// <param name="Order">Column of the period, as for <see cref="StockFlow"/>.</param>
    public sealed record Outlier(string Id, string Value, IReadOnlyList<string> By, string Order) : LakeRule(Id)
    {
        /// <summary>Number of earlier periods to look at.</summary>
        public required int History { get; init; }

        /// <summary>Fewest earlier values that say anything.</summary>
        public required int Least { get; init; }

        /// <summary>Greatest robust distance that is let pass; see <see cref="Validate.RobustScore"/>.</summary>
        public required decimal Limit { get; init; }

        /// <summary>Least spread that earlier values are taken to have, in the value's unit.</summary>
        public required decimal Floor { get; init; }
    }
}

/// <summary>When a monthly source is expected.</summary>
/// <param name="By">Our name of the column whose every value must have rows; null when there is none.</param>
/// <param name="LagDays">Days after the month's end on which a delivery is still in time.</param>
/// <param name="FinalAfterDays">Days after the month's end on which its delivery is taken as final.</param>
/// <param name="PartialAbove">Share of rejected rows above which a delivery is only partial.</param>
public sealed record ExpectedArrival(string? By, int LagDays, int FinalAfterDays, decimal PartialAbove);
