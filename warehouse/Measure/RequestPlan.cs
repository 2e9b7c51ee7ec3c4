using Maltall.Lake;

namespace Maltall.Warehouse.Measure;

/// <summary>The months that a table of facts covers; a month that was not delivered is a gap.</summary>
/// <param name="Months">First day of each month, in order, at least one.</param>
internal sealed record Coverage(IReadOnlyList<DateOnly> Months)
{
    private readonly HashSet<DateOnly> months = [.. Months];

    /// <summary>First day of the first month.</summary>
    internal DateOnly From => Months[0];

    /// <summary>Last day of the last month.</summary>
    internal DateOnly Until => Months[^1].AddMonths(1).AddDays(-1);

    /// <summary>True when every month of the half-open span is covered.</summary>
    internal bool Holds(DateOnly start, DateOnly end)
    {
        for (var month = start; month < end; month = month.AddMonths(1))
        {
            if (!months.Contains(month))
            {
                return false;
            }
        }

        return true;
    }
}

/// <summary>What one indicator is asked for, all names resolved and all that has no meaning refused.</summary>
/// <param name="By">Dimensions in order, without the period.</param>
/// <param name="Kind">Kind of period of the rows.</param>
/// <param name="From">First day, the start of a period of the kind, or of the last month of a rolling year.</param>
/// <param name="Before">First day after, the end of a period of the kind.</param>
internal sealed record RequestPlan(IReadOnlyList<Dimension> By, PeriodKind Kind, DateOnly From, DateOnly Before)
{
    /// <summary>Name of the period's column in the answer, and its place among the keys.</summary>
    internal required (string Name, int Place) PeriodKey { get; init; }

    /// <summary>What stands for all members of a dimension.</summary>
    internal const string Total = "total";

    /// <summary>Whether each dimension has a member for all of it, measured anew and not added up.</summary>
    internal bool HasTotals { get; init; }

    /// <summary>Whether, of a plan with totals, only the cells are wanted that at most one dimension divides.</summary>
    internal bool IsOneAtATime { get; init; }

    /// <summary>Dimension and member to keep.</summary>
    internal required IReadOnlyList<(Dimension Dimension, string Member)> Where { get; init; }

    /// <summary>Names of the keys of the answer.</summary>
    internal IReadOnlyList<string> KeyNames()
    {
        var names = By.Select(dimension => dimension.Name).ToList();
        names.Insert(PeriodKey.Place, PeriodKey.Name);
        return names;
    }

    /// <summary>Resolves a request for one indicator.</summary>
    /// <param name="request">What was asked for.</param>
    /// <param name="indicator">The indicator.</param>
    /// <param name="coverage">Days its numerator covers; null when nothing was delivered.</param>
    /// <exception cref="UserError">A name does not exist, or the question has no meaning for the
    /// indicator.</exception>
    internal static RequestPlan Make(IndicatorRequest request, IndicatorDefinition indicator, Coverage? coverage)
    {
        var periodWords = request.By.Where(IndicatorFile.PeriodWords.ContainsKey).ToList();
        if (periodWords.Count > 1 || request.By.Distinct().Count() < request.By.Count)
        {
            throw new UserError(
                $"'{string.Join(",", request.By)}' names a dimension twice or two kinds of period",
                "Name each dimension once and at most one of month, quarter, tertial, half_year, rolling_year, year.");
        }

        var by = request.By.Except(periodWords).Select(Dimension.Named).ToList();
        var where = request.Where.Select(pair => (Dimension.Named(pair.Key), pair.Value)).ToList();
        foreach (var dimension in by.Concat(where.Select(pair => pair.Item1)))
        {
            RequireDimension(indicator, dimension);
        }

        var span = PeriodSpan.Read(request.Period);
        var kind = periodWords.Count == 1
            ? IndicatorFile.PeriodWords[periodWords[0]]
            : span?.Kind ?? DefaultKind(indicator);
        RequireKind(indicator, kind);
        var (from, before) = span is { } given ? given.Of(kind) : DefaultSpan(kind, coverage, periodWords.Count == 0);
        return new RequestPlan(by, kind, from, before)
        {
            Where = where,
            HasTotals = request.Totals && by.Count > 0,
            PeriodKey = periodWords.Count == 1
                ? (periodWords[0], request.By.ToList().IndexOf(periodWords[0]))
                : ("period", by.Count),
        };
    }

    private static void RequireDimension(IndicatorDefinition indicator, Dimension dimension)
    {
        if (!indicator.Dimensions.Contains(dimension.Name))
        {
            throw new UserError(
                $"'{indicator.Id}' cannot be given by {dimension.Name}",
                $"It has {string.Join(", ", indicator.Dimensions.DefaultIfEmpty("no dimension but the period"))}.");
        }
    }

    private static void RequireKind(IndicatorDefinition indicator, PeriodKind kind)
    {
        if (!indicator.Periods.Contains(kind))
        {
            throw new UserError(
                $"'{indicator.Id}' has no meaning by {Period.WordOf(kind)}: {indicator.PeriodNote}",
                $"Ask by {string.Join(", ", indicator.Periods.Select(Period.WordOf))}.");
        }
    }

    private static PeriodKind DefaultKind(IndicatorDefinition indicator) => indicator.Periods.Max();

    /// <summary>All complete periods, or the last one alone when the request named no kind.</summary>
    private static (DateOnly From, DateOnly Before) DefaultSpan(PeriodKind kind, Coverage? coverage, bool lastOnly)
    {
        if (coverage is not { } days)
        {
            return (new DateOnly(2012, 1, 1), new DateOnly(2012, 1, 1));
        }

        var last = Period.LastCompleteAt(kind, days.Until);
        var holding = Period.Containing(kind, days.From.AddMonths(Period.MonthsIn(kind) - Period.StepOf(kind)));
        var first = holding.Start < days.From ? holding.Next : holding;
        return lastOnly || first.Start > last.Start ? (last.StepStart, last.End)
            : (first.StepStart, last.End);
    }
}

/// <summary>The time a request names: one period, or from one to another of the same kind.</summary>
/// <param name="First">First period.</param>
/// <param name="Last">Last period.</param>
internal readonly record struct PeriodSpan(Period First, Period Last)
{
    /// <summary>Kind of the two periods.</summary>
    internal PeriodKind Kind => First.Kind;

    /// <summary>Reads <c>2011-T2</c> or <c>2011..2013</c>; null for null.</summary>
    /// <exception cref="UserError">The text is neither.</exception>
    internal static PeriodSpan? Read(string? text)
    {
        if (text is null)
        {
            return null;
        }

        var ends = text.Split("..");
        var span = new PeriodSpan(Period.Parse(ends[0]), Period.Parse(ends[^1]));
        return ends.Length <= 2 && span.First.Kind == span.Last.Kind && span.First.Start <= span.Last.Start
            ? span
            : throw new UserError(
                $"'{text}' is not a range of periods", "Write two of the same kind in order, such as 2011..2013.");
    }

    /// <summary>The days of the span, which must be whole periods of the kind.</summary>
    /// <exception cref="UserError">The span cuts a period of the kind in two.</exception>
    internal (DateOnly From, DateOnly Before) Of(PeriodKind kind) => kind == PeriodKind.RollingYear
        ? (First.StepStart, Last.End)
        : Period.Containing(kind, First.Start).Start == First.Start
            && Period.Containing(kind, Last.End.AddDays(-1)).End == Last.End
            ? (First.Start, Last.End)
            : throw new UserError(
                $"{First.Label} to {Last.Label} is not whole periods of the kind {Period.WordOf(kind)}",
                "Ask for a longer time, or for a shorter kind of period.");
}
