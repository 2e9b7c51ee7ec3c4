using Maltall.App.Cli.Formats;
using Maltall.Warehouse.Effect;

namespace Maltall.App.Cli;

/// <summary>An estimate with the outcome that it is of.</summary>
/// <param name="Outcome">Name of the outcome.</param>
/// <param name="Result">The estimate.</param>
internal sealed record OutcomeEffect(string Outcome, EffectResult Result);

/// <summary>Estimates as rows; with several outcomes each row begins with its outcome.</summary>
/// <param name="title">What the rows are of.</param>
/// <param name="effects">The estimates.</param>
internal sealed class EffectTables(string title, IReadOnlyList<OutcomeEffect> effects)
{
    private readonly bool isOne = effects.Select(one => one.Outcome).Distinct().Count() == 1;

    /// <summary>One row a method; with several outcomes also the p-value adjusted for their number.</summary>
    public ResultTable Estimates()
    {
        ResultColumn[] columns =
        [
            new("method", ResultKind.Text), Number("estimate"), Number("standard_error"), Number("lower"),
            Number("upper"), Number("p_value"), Number("p_floor"), new("verdict", ResultKind.Text),
        ];
        var adjusted = effects.GroupBy(one => one.Result.Method).SelectMany(group => group.Zip(
            Holm.Adjust([.. group.Select(one => (one.Result as EffectResult.Estimated)?.Test?.PValue)])))
            .ToDictionary(pair => pair.First, pair => pair.Second);
        return Table(isOne ? columns : [.. columns, Number("p_holm")], effects.Select(one =>
        {
            var found = one.Result as EffectResult.Estimated;
            object?[] row =
            [
                EffectWords.Of(one.Result.Method), found?.Estimate, found?.StandardError, found?.Interval.Lower,
                found?.Interval.Upper, found?.Test?.PValue, found?.Test?.PFloor, EffectWords.Of(one.Result.Verdict),
            ];
            return (one.Outcome, isOne ? row : [.. row, adjusted[one]]);
        }));
    }

    /// <summary>The weights of comparison units and of earlier periods.</summary>
    public ResultTable Weights() => Table(
        [
            new("method", ResultKind.Text), new("kind", ResultKind.Text), new("name", ResultKind.Text),
            new("weight", ResultKind.Number, 4),
        ],
        Found().SelectMany(pair => pair.Result.Weights.Select(weight => (pair.Outcome, (object?[])
            [EffectWords.Of(pair.Result.Method), weight.Kind, weight.Name, weight.Weight]))));

    /// <summary>The differences period by period.</summary>
    public ResultTable Path() => Table(
        [
            new("method", ResultKind.Text), new("kind", ResultKind.Text), new("cohort", ResultKind.Text),
            new("period", ResultKind.Text), new("event_time", ResultKind.Whole), Number("estimate"),
            Number("standard_error"), Number("lower"), Number("upper"),
        ],
        Found().SelectMany(pair => pair.Result.Path.Select(point => (pair.Outcome, (object?[])
            [
                EffectWords.Of(pair.Result.Method), EffectWords.Of(point.Kind), point.Place.Cohort, point.Place.Period,
                (long?)point.Place.EventTime, point.Estimate, point.StandardError, point.Band.Lower, point.Band.Upper,
            ]))));

    /// <summary>The estimates where nothing was done.</summary>
    public ResultTable Placebos() => Table(
        [new("method", ResultKind.Text), new("units", ResultKind.Text), Number("estimate")],
        Found().SelectMany(pair => pair.Result.Placebos.Select(placebo => (pair.Outcome, (object?[])
            [EffectWords.Of(pair.Result.Method), string.Join("; ", placebo.Units), placebo.Estimate]))));

    private IEnumerable<(string Outcome, EffectResult.Estimated Result)> Found() => effects
        .Where(one => one.Result is EffectResult.Estimated)
        .Select(one => (one.Outcome, (EffectResult.Estimated)one.Result));

    private ResultTable Table(
        IReadOnlyList<ResultColumn> columns, IEnumerable<(string Outcome, object?[] Cells)> rows) => new(
            title, isOne ? columns : [new("outcome", ResultKind.Text), .. columns],
            [.. rows.Select(row => (IReadOnlyList<object?>)(isOne ? row.Cells : [row.Outcome, .. row.Cells]))], []);

    private static ResultColumn Number(string name) => new(name, ResultKind.Number, 4);
}
