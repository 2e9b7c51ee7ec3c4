using System.CommandLine;
using Maltall.Lake;
using Maltall.Warehouse.Signal;

namespace Maltall.App.Cli;

/// <summary>The options of a chart on the command line.</summary>
internal sealed class ChartChoices
{
    private readonly Option<string?> better = new("--better")
    {
        Description = "Which way is better; for an indicator as it is defined, else up.",
    };

    private readonly Option<double?> target = new("--target")
    {
        Description = "The target, in the unit of the values.", HelpName = "X",
    };

    private readonly Option<int?> baseline = new("--baseline-points")
    {
        Description = "The limits stand on the first N points of each segment.", HelpName = "N",
    };

    private readonly Option<bool> noScreen = new("--no-screen")
    {
        Description = "Keep large moving ranges in the limits.",
    };

    /// <summary>Makes the options.</summary>
    public ChartChoices() => better.AcceptOnlyFromAmong("up", "down", "neutral");

    /// <summary>Dates from which the limits are worked out anew.</summary>
    public Option<string?> Rebase { get; } = new("--rebase")
    {
        Description = "Dates from which the limits are worked out anew; have a reason.", HelpName = "DATE,…",
    };

    /// <summary>All of them.</summary>
    public IEnumerable<Option> All => [better, target, Rebase, baseline, noScreen];

    /// <summary>The options as the user gave them, without rebases.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="usual">Which way is better when the user does not say.</param>
    /// <exception cref="UserError">The target or the baseline cannot be used.</exception>
    public ChartOptions Read(ParseResult parsed, Better usual)
    {
        var (goal, points) = (parsed.GetValue(target), parsed.GetValue(baseline));
        if (points is < 2 || goal is { } wanted && !double.IsFinite(wanted))
        {
            throw new UserError("A baseline has at least 2 points, and a target is a finite number.",
                "Write them as --baseline-points 12 --target 60.");
        }

        return new ChartOptions
        {
            Better = parsed.GetValue(better) switch
            {
                "up" => Better.Up,
                "down" => Better.Down,
                "neutral" => Better.Neutral,
                _ => usual,
            },
            Target = goal, BaselinePoints = points, ScreenOutliers = !parsed.GetValue(noScreen),
        };
    }
}
