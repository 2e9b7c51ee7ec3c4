namespace Maltall.Models.Fit;

/// <summary>A way to forecast one series from its own history.</summary>
public interface IModel
{
    /// <summary>Short name, shown to users.</summary>
    string Name { get; }

    /// <summary>Fits the model and forecasts.</summary>
    /// <param name="history">At least one observation.</param>
    /// <param name="horizon">Steps ahead, at least 1.</param>
    Fitted Fit(History history, int horizon);
}

/// <summary>A fitted model's forecast.</summary>
/// <param name="Model">Name of the model, with its form where it chose one.</param>
/// <param name="Mean">Point forecast for each step.</param>
/// <param name="Spread">The model's own standard error for each step; above zero unless the history is
/// constant.</param>
/// <param name="Residuals">One-step errors (observed minus fitted) for each observation; NaN where none is.</param>
public sealed record Fitted(string Model, double[] Mean, double[] Spread, double[] Residuals)
{
    /// <summary>Every number of the forecast is finite.</summary>
    public bool IsFinite => Array.TrueForAll(Mean, double.IsFinite) && Array.TrueForAll(Spread, double.IsFinite);
}
