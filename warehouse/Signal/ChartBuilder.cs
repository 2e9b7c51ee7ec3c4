namespace Maltall.Warehouse.Signal;

/// <summary>Puts a chart together: cuts it into segments, finds the rules in each unbroken stretch.</summary>
internal sealed class ChartBuilder
{
    private readonly IReadOnlyList<ChartPoint> points;
    private readonly ChartOptions options;
    private readonly List<ChartRow> rows = [];
    private readonly List<ChartSegment> segments = [];
    private int number;
    private ControlBand? last;

    /// <summary>Begins a chart.</summary>
    internal ChartBuilder(IReadOnlyList<ChartPoint> points, ChartOptions options)
    {
        if (options.BaselinePoints is < 2 || options.Target is { } target && !double.IsFinite(target))
        {
            throw new ArgumentException("A baseline has at least 2 points, and a target is finite.", nameof(options));
        }

        (this.points, this.options) = (points, options);
        number = options.Rebases.Contains(0) ? 1 : 0;
    }

    /// <summary>The first place of each segment, and the place after its last.</summary>
    internal IEnumerable<(int Start, int End)> Segments()
    {
        for (var (start, at) = (0, 1); at <= points.Count; at++)
        {
            if (at == points.Count || options.Rebases.Contains(at))
            {
                yield return (start, at);
                start = at;
            }
        }
    }

    /// <summary>Adds the next segment.</summary>
    /// <param name="span">Its first place, and the place after its last.</param>
    /// <param name="mean">Its centre; null when it has no value.</param>
    /// <param name="ranges">Moving ranges behind its limits.</param>
    /// <param name="band">Limits at a place; null where there are none.</param>
    internal void AddSegment((int Start, int End) span, double? mean, int ranges, Func<int, ControlBand?> band)
    {
        var first = rows.Count;
        last = null;
        for (var at = span.Start; at < span.End; at++)
        {
            var here = band(at);
            rows.Add(new ChartRow(points[at].Period, points[at].Value, number)
            {
                Mean = here?.Mean ?? mean, Lower = here?.Lower, Upper = here?.Upper,
            });
            last = here ?? last;
        }

        foreach (var (start, end) in Stretches(span, band))
        {
            Mark(start, end, band);
        }

        var values = rows.Skip(first).Count(row => row.Value is not null);
        segments.Add(new ChartSegment(number++, values, ranges));
    }

    /// <summary>The chart.</summary>
    internal Chart Build() => new(rows, Judge(), segments);

    private IEnumerable<(int Start, int End)> Stretches((int Start, int End) span, Func<int, ControlBand?> band)
    {
        var start = span.Start;
        for (var at = span.Start; at < span.End; at++)
        {
            var usable = points[at].Value is not null && band(at) is not null;
            if (start < at && (!usable || points[at].AfterGap))
            {
                yield return (start, at);
                start = at;
            }

            start = usable ? start : at + 1;
        }

        if (start < span.End)
        {
            yield return (start, span.End);
        }
    }

    private void Mark(int start, int end, Func<int, ControlBand?> band)
    {
        var values = new double[end - start];
        var bands = new ControlBand[end - start];
        for (var at = start; at < end; at++)
        {
            values[at - start] = points[at].Value.GetValueOrDefault();
            bands[at - start] = band(at).GetValueOrDefault();
        }

        var rules = SignalRules.Of(values, bands, options.RunLength);
        for (var at = start; at < end; at++)
        {
            var rule = rules[at - start];
            rows[at] = rows[at] with { Rule = rule, Variation = SignalWords.Meaning(rule, options.Better) };
        }
    }

    private Assurance? Judge() => (options.Target, last, options.Better) switch
    {
        (null, _, _) or (_, null, _) or (_, _, Better.Neutral) => null,
        ({ } target, { } band, var better) when target > band.Upper =>
            better == Better.Up ? Assurance.ConsistentFail : Assurance.ConsistentPass,
        ({ } target, { } band, var better) when target < band.Lower =>
            better == Better.Up ? Assurance.ConsistentPass : Assurance.ConsistentFail,
        _ => Assurance.Inconsistent,
    };
}
