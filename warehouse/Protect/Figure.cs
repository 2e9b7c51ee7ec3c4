using Maltall.Warehouse.Measure;

namespace Maltall.Warehouse.Protect;

/// <summary>
/// A figure as it may be shown: a value, or a named reason why there is none. Only the protector makes one, so
/// whatever
/// a surface holds has passed disclosure control.
/// </summary>
public abstract record Figure
{
    private protected Figure()
    {
    }

    /// <summary>
    /// The sign of Statistics Norway for a figure that is not there: <c>:</c> hidden, <c>.</c> cannot occur,
    /// <c>..</c>
    /// missing or not mature; empty for a value.
    /// </summary>
    public abstract string Sign { get; }

    /// <summary>A figure that may be shown.</summary>
    public sealed record Value : Figure
    {
        internal Value(double number, double? numerator, double? denominator)
        {
            Number = double.IsFinite(number) ? number
                : throw new ArgumentOutOfRangeException(nameof(number), number, "A value is a finite number.");
            Numerator = numerator;
            Denominator = denominator;
        }

        /// <summary>The figure in the unit of its indicator; finite.</summary>
        public double Number { get; }

        /// <summary>What was counted or summed, where the indicator divides; else the number itself.</summary>
        public double? Numerator { get; }

        /// <summary>What it was divided by, before the factor; null where the indicator does not divide.</summary>
        public double? Denominator { get; }

        /// <summary>
        /// The values compatible with what was observed, at 95 %; null where nothing is uncertain (a stock, money) or
        /// where its bounds would be single observations.
        /// </summary>
        public Interval? Interval { get; internal init; }

        /// <summary>
        /// Observations behind the figure: the denominator's, or the numerator's where it does not divide.
        /// </summary>
        public long Observations { get; internal init; }

        /// <inheritdoc/>
        public override string Sign => "";
    }

    /// <summary>A figure that is known and not shown, to protect the households behind it.</summary>
    public sealed record Hidden : Figure
    {
        internal Hidden()
        {
        }

        /// <inheritdoc/>
        public override string Sign => ":";
    }

    /// <summary>A cohort figure whose window has not passed for all of the cohort.</summary>
    public sealed record NotMature : Figure
    {
        internal NotMature(DateOnly matureOn) => MatureOn = matureOn;

        /// <summary>First day on which the figure can be given.</summary>
        public DateOnly MatureOn { get; }

        /// <inheritdoc/>
        public override string Sign => "..";
    }

    /// <summary>A figure that cannot occur, such as a share of nobody.</summary>
    public sealed record NotDefined : Figure
    {
        internal NotDefined()
        {
        }

        /// <inheritdoc/>
        public override string Sign => ".";
    }

    /// <summary>A figure whose source did not deliver.</summary>
    public sealed record Missing : Figure
    {
        internal Missing()
        {
        }

        /// <inheritdoc/>
        public override string Sign => "..";
    }
}
