using System.CommandLine;
using Maltall.Lake;
using Maltall.Warehouse.Effect;

namespace Maltall.App.Cli;

/// <summary>The command that compares treated units with others, in a file.</summary>
internal static class EffectCommand
{
    private static readonly EffectMethod[] Methods = Enum.GetValues<EffectMethod>();

    /// <summary>The command.</summary>
    public static Verb Make()
    {
        var verb = new Verb("effect", "What a programme did, against places where nothing was done.",
            "maltall effect --file panel.csv --unit district --time year --outcome rate --treated treated",
            "maltall effect --file panel.csv --unit town --time year --outcome rate --cohort start --path");
        var file = new Option<string?>("--file")
        {
            Description = "CSV with one row a unit and period.", HelpName = "panel.csv",
        };
        var columns = new PanelOptions();
        var method = new Option<string?>("--method")
        {
            Description = "One method; all that fit the panel when it is not given.",
        };
        method.AcceptOnlyFromAmong([.. Methods.Select(EffectWords.Of)]);
        var weights = Flag("--weights", "Print the weights of units and periods instead.");
        var path = Flag("--path", "Print the differences period by period instead.");
        var placebos = Flag("--placebos", "Print the estimates where nothing was done instead.");
        foreach (var option in (Option[])[file, .. columns.All, method, weights, path, placebos])
        {
            verb.Add(option);
        }

        verb.Returns((parsed, session) =>
        {
            var given = parsed.GetValue(file)
                ?? throw new UserError("The effect of what?", "Name a file with --file.");
            var choice = parsed.GetValue(method);
            var estimates = Estimates(new PanelFile(given), columns.Read(parsed), choice, session.Cancellation);
            Tell(estimates);
            var rows = new EffectTables(Path.GetFileName(given), estimates);
            return parsed.GetValue(weights) ? rows.Weights()
                : parsed.GetValue(path) ? rows.Path()
                : parsed.GetValue(placebos) ? rows.Placebos()
                : rows.Estimates();
        });
        return verb;
    }

    private static List<OutcomeEffect> Estimates(
        PanelFile file, (PanelColumns Columns, string? Outcome) asked, string? method, CancellationToken cancellation)
    {
        var estimates = new List<OutcomeEffect>();
        foreach (var outcome in file.Outcomes(asked.Outcome))
        {
            var panel = file.Panel(asked.Columns, outcome);
            var chosen = method is null ? EffectEstimation.MethodsFor(panel)
                : [Array.Find(Methods, one => EffectWords.Of(one) == method)];
            estimates.AddRange(chosen.Select(one =>
                new OutcomeEffect(outcome, EffectEstimation.Estimate(panel, one, cancellation))));
        }

        return estimates;
    }

    private static void Tell(IReadOnlyList<OutcomeEffect> estimates)
    {
        foreach (var (outcome, result) in estimates)
        {
            foreach (var reason in result.Reasons)
            {
                Console.Error.WriteLine($"{outcome}, {EffectWords.Of(result.Method)}: {reason}");
            }
        }
    }

    private static Option<bool> Flag(string name, string description) => new(name) { Description = description };

    /// <summary>The options that name columns.</summary>
    private sealed class PanelOptions
    {
        private readonly Option<string?> unit = Column("--unit", "Column with the units.");
        private readonly Option<string?> time = Column(
            "--time", "Column with the periods: 2012, 17, 2012-Q1, 2012-T1, 2012-01 or 2012-01-31.");

        private readonly Option<string?> outcome = Column(
            "--outcome", "Column with the outcome; several with commas between are adjusted for their number.");

        private readonly Option<string?> treated = Column(
            "--treated", "Column with 1 in the treated periods of treated units, or with their first treated period.");

        private readonly Option<string?> cohort = Column(
            "--cohort", "Column with the first treated period of the unit; 0 or empty for never.");

        public IReadOnlyList<Option> All => [unit, time, outcome, treated, cohort];

        public (PanelColumns Columns, string? Outcome) Read(ParseResult parsed) => (
            new PanelColumns(parsed.GetValue(unit), parsed.GetValue(time), parsed.GetValue(treated),
                parsed.GetValue(cohort)),
            parsed.GetValue(outcome));

        private static Option<string?> Column(string name, string description) =>
            new(name) { Description = description, HelpName = "C" };
    }
}
