namespace Maltall.Models;

/// <summary>What is asked of the forecasting room.</summary>
public sealed record ForecastRequest
{
    /// <summary>Asks for a number of steps with intervals.</summary>
    /// <param name="horizon">Steps ahead, 1–1000.</param>
    /// <param name="levels">Levels of the intervals in per cent, each 1–99, such as 80 and 95.</param>
    /// <exception cref="ArgumentException">A number is out of its range.</exception>
    public ForecastRequest(int horizon, IReadOnlyList<int> levels)
    {
        ArgumentNullException.ThrowIfNull(levels);
        ArgumentOutOfRangeException.ThrowIfLessThan(horizon, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(horizon, 1000);
        if (levels.Any(level => level is < 1 or > 99))
        {
            throw new ArgumentException("A level lies in 1–99 per cent.", nameof(levels));
        }

        Horizon = horizon;
        Levels = [.. levels.Distinct().Order()];
    }

    /// <summary>Steps ahead.</summary>
    public int Horizon { get; }

    /// <summary>Levels of the intervals in per cent, rising, each once.</summary>
    public IReadOnlyList<int> Levels { get; }

    /// <summary>Most rolling origins a series is tested from.</summary>
    public int Origins { get; init; } = 6;

    /// <summary>Threads to use; the answer is the same for any number. −1 takes what the machine has.</summary>
    public int Threads { get; init; } = -1;
}

/// <summary>A range that shall hold the outturn with a stated probability.</summary>
/// <param name="Level">The promise in per cent, such as 80 or 95.</param>
/// <param name="Low">Lower limit; never below zero when no observation is.</param>
/// <param name="High">Upper limit.</param>
public readonly record struct Interval(int Level, double Low, double High);

/// <summary>One step of a forecast.</summary>
/// <param name="Step">1 is the first period after the last observation.</param>
/// <param name="Period">The period forecast.</param>
/// <param name="Mean">The point forecast, in the unit of the series.</param>
/// <param name="Intervals">One for each level asked for, rising.</param>
/// <param name="Tested">False beyond the steps any rolling origin could test ("utenfor etterprøvd horisont").</param>
public sealed record ForecastStep(
    int Step, Period Period, double Mean, IReadOnlyList<Interval> Intervals, bool Tested)
{
    /// <summary>The interval of a level.</summary>
    /// <exception cref="ArgumentException">The level was not asked for.</exception>
    public Interval At(int level)
    {
        var found = Intervals.FirstOrDefault(interval => interval.Level == level);
        return found.Level == level ? found
            : throw new ArgumentException($"The level {level} was not asked for.", nameof(level));
    }
}

/// <summary>Why a model is shown.</summary>
public enum Choice
{
    /// <summary>It beat naive and seasonal naive on held-out origins.</summary>
    BeatNaive,

    /// <summary>Its own origins do not settle it, but with the panel's held-out origins it beat both.</summary>
    BeatNaiveInPanel,

    /// <summary>The better model did not beat both naive forecasts, so the best of these is shown.</summary>
    NaiveWasBetter,

    /// <summary>The series is too short to test anything; the naive is shown.</summary>
    TooShortToTest,

    /// <summary>Every observation is the same; the naive repeats it.</summary>
    Constant,

    /// <summary>The sum of its parts, shown so that parts add up, and it beat naive on held-out origins.</summary>
    SumOfParts,

    /// <summary>The sum of its parts, shown so that parts add up, though a naive of the sum did better.</summary>
    SumOfPartsDespiteNaive,
}

/// <summary>An honest forecast of one series.</summary>
public sealed record Forecast
{
    /// <summary>The series.</summary>
    public required string SeriesId { get; init; }

    /// <summary>Name of the model shown.</summary>
    public required string Model { get; init; }

    /// <summary>Why it is shown.</summary>
    public required Choice Choice { get; init; }

    /// <summary>The reason with its figures, in English.</summary>
    public required string Reason { get; init; }

    /// <summary>Steps 1 to the horizon.</summary>
    public required IReadOnlyList<ForecastStep> Steps { get; init; }

    /// <summary>How every model did on held-out origins of this series.</summary>
    public required Judge.Backtest Backtest { get; init; }

    /// <summary>One-step errors of the shown model on the history (observed minus fitted); NaN where none is.</summary>
    public required IReadOnlyList<double> Residuals { get; init; }

    /// <summary>What a reader should know: gaps filled, history cut, steps beyond the test.</summary>
    public required IReadOnlyList<string> Notes { get; init; }
}

/// <summary>A series that cannot be forecast.</summary>
/// <param name="SeriesId">The series.</param>
/// <param name="Reason">What is wrong.</param>
/// <param name="Remedy">What to do.</param>
public sealed record Refusal(string SeriesId, string Reason, string Remedy);

/// <summary>Forecasts of a panel.</summary>
/// <param name="Forecasts">In the order of the panel, without the refused.</param>
/// <param name="Refusals">Series without a single observation.</param>
/// <param name="Panel">How every model did over all series of one season length.</param>
public sealed record ForecastSet(
    IReadOnlyList<Forecast> Forecasts, IReadOnlyList<Refusal> Refusals, IReadOnlyList<Judge.Backtest> Panel);
