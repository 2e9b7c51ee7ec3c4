namespace Maltall.Warehouse.Measure.Dialects;

/// <summary>What a statement says differently in each engine; all else of a statement is the same.</summary>
internal abstract class Dialect
{
    /// <summary>DuckDB, the engine within the program.</summary>
    internal static readonly Dialect DuckDb = new DuckDbDialect();

    /// <summary>A conformed table, to stand after <c>from</c>; its columns go by its own name.</summary>
    internal abstract string Table(string name);

    /// <summary>The place of a day's value.</summary>
    internal abstract string Day(string parameter);

    /// <summary>The place of a code's value.</summary>
    internal abstract string Code(string parameter);

    /// <summary>An expression of a definition, which is written in the subset of <see cref="CommonSql"/>.</summary>
    internal abstract string Expression(string common);

    /// <summary>First day of the period of a kind that holds a day.</summary>
    /// <param name="kind">Any but the rolling year, whose days are each in twelve.</param>
    /// <param name="day">Expression of a day.</param>
    internal abstract string StartOf(PeriodKind kind, string day);

    /// <summary>What to group by for the same: whatever is cheapest to group and gives the start back.</summary>
    internal abstract string StepOf(PeriodKind kind, string day);

    /// <summary>1 January of a year.</summary>
    internal abstract string NewYear(string year);

    /// <summary>A day so many months later; fewer when negative.</summary>
    internal abstract string AddMonths(string day, string months);

    /// <summary>Label of the rolling year that ends in the month of a day.</summary>
    internal abstract string RollingLabel(string day);

    /// <summary>A table of the numbers 0 to 11, its column <c>month</c>.</summary>
    internal abstract string TwelveMonths { get; }

    /// <summary>How many different values, null left out.</summary>
    internal abstract string Different(string value);

    /// <summary>The whole statement.</summary>
    /// <param name="steps">Common table expressions, in order.</param>
    /// <param name="answer">The select that ends it.</param>
    /// <param name="tables">Conformed tables that it reads.</param>
    internal abstract string Statement(IReadOnlyList<string> steps, string answer, IReadOnlyList<string> tables);
}
