namespace Maltall.Models.Fit;

/// <summary>Orders of a seasonal ARIMA model.</summary>
/// <param name="P">Autoregressive lags, 0–3.</param>
/// <param name="D">Differences.</param>
/// <param name="Q">Moving-average lags, 0–3.</param>
/// <param name="Seasonal">The same in whole seasons: 0–1 lags each.</param>
/// <param name="Constant">A mean, or a drift after one difference.</param>
internal readonly record struct ArimaOrder(
    int P, int D, int Q, (int P, int D, int Q) Seasonal, bool Constant)
{
    /// <summary>Numbers to be searched.</summary>
    public int Unknowns => P + Q + Seasonal.P + Seasonal.Q + (Constant ? 1 : 0);

    /// <summary>The orders one step away, within the limits.</summary>
    public IEnumerable<ArimaOrder> Neighbours(bool seasonal)
    {
        var self = this;
        foreach (var (p, q) in ((int, int)[])[(-1, 0), (1, 0), (0, -1), (0, 1), (-1, -1), (1, 1), (-1, 1), (1, -1)])
        {
            yield return self with { P = P + p, Q = Q + q };
            if (seasonal)
            {
                yield return self with { Seasonal = (Seasonal.P + p, Seasonal.D, Seasonal.Q + q) };
            }
        }

        yield return self with { Constant = !Constant };
    }

    /// <summary>The orders lie within the limits, and a constant is not differenced away or into a parabola.</summary>
    public bool IsAllowed => P is >= 0 and <= 3 && Q is >= 0 and <= 3
        && Seasonal.P is >= 0 and <= 1 && Seasonal.Q is >= 0 and <= 1
        && (!Constant || D + Seasonal.D <= 1);

    /// <summary>Short name, such as (2,1,1)(0,1,1).</summary>
    public override string ToString()
    {
        var seasonal = Seasonal == default ? "" : $"({Seasonal.P},{Seasonal.D},{Seasonal.Q})";
        return $"({P},{D},{Q}){seasonal}{(Constant ? "+c" : "")}";
    }
}
