using Maltall.Warehouse.Measure;
using Maltall.Warehouse.Protect;

namespace Maltall.Warehouse.Tests;

/// <summary>What the texts promise of a cell: the word of an absence, or the value with what it is made of.</summary>
/// <param name="Word"><c>value</c>, <c>hidden</c>, <c>missing</c>, <c>not mature</c> or <c>not defined</c>.</param>
/// <param name="Counted">Numerator; null for an absence.</param>
/// <param name="Of">Denominator; null where nothing is divided.</param>
/// <param name="Number">The value in its unit.</param>
internal sealed record PromisedFigure(string Word, double? Counted = null, double? Of = null, double? Number = null)
{
    /// <summary>The promise for a cell that is delivered and mature.</summary>
    public static PromisedFigure Make(IndicatorDefinition indicator, HandSide counted, HandSide? of)
    {
        if (indicator.Unit == "days")
        {
            return counted.Observations switch
            {
                0 => new PromisedFigure("not defined"),
                < 5 => new PromisedFigure("hidden"),
                _ => new PromisedFigure("value", counted.Amount, null, counted.Amount),
            };
        }

        if (indicator.Protected && MustHide(indicator, counted, of))
        {
            return new PromisedFigure("hidden");
        }

        return of is not { } whole ? new PromisedFigure("value", counted.Amount, null, counted.Amount)
            : whole.Amount == 0 ? new PromisedFigure("not defined")
            : new PromisedFigure("value", counted.Amount, whole.Amount, counted.Amount / whole.Amount * Per(indicator));
    }

    /// <summary>True when a figure keeps the promise.</summary>
    public bool IsKeptBy(Figure figure) => figure switch
    {
        Figure.Value value => Word == "value" && Near(value.Number, Number) && Near(value.Numerator, Counted)
            && Near(value.Denominator, Of),
        Figure.Hidden => Word == "hidden",
        Figure.NotMature => Word == "not mature",
        Figure.NotDefined => Word == "not defined",
        _ => Word == "missing",
    };

    /// <summary>
    /// Counts from 1 to 4, what is left of a share when it is 1 to 4, what is divided by when it is 1 to 4, and what
    /// comes from one or two households. Kroner are no count.
    /// </summary>
    private static bool MustHide(IndicatorDefinition indicator, HandSide counted, HandSide? of) =>
        (indicator.Unit != "nok" && IsSmall(counted.Amount))
        || counted.Households is 1 or 2
        || (of is { } whole && (IsSmall(whole.Amount) || whole.Households is 1 or 2
            || (indicator.Unit == "share" && IsSmall(whole.Amount - counted.Amount))));

    private static bool IsSmall(double count) => count is >= 1 and <= 4;

    private static double Per(IndicatorDefinition indicator) => indicator.Unit switch
    {
        "per_1000" => 1000,
        "per_100" => 100,
        _ => 1,
    };

    private static bool Near(double? one, double? other) =>
        one is { } a && other is { } b
            ? Math.Abs(a - b) <= 1e-9 * Math.Max(1, Math.Abs(b))
            : one is null == other is null;
}
