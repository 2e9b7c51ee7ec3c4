using System.CommandLine;
using System.Globalization;
using Maltall.App.Cli.Formats;
using Maltall.Lake;
using Maltall.Warehouse.Protect.Audit;
using Maltall.Warehouse.Protect.Suppress;

namespace Maltall.App.Cli;

/// <summary>The commands of disclosure control over files: protect and audit.</summary>
internal static class ProtectCommands
{
    private const string Public = "public";

    /// <summary>Both of them.</summary>
    public static IEnumerable<Verb> Make() => [Protecting(), Auditing()];

    private static Verb Protecting()
    {
        var verb = new Verb("protect", "Which cells of linked tables to hide, so that no small count can be found.",
            "maltall protect --file cells.csv --membership membership.csv --count n",
            "maltall protect --file inner.csv --totals district,household_type,year --count n");
        var file = File();
        var membership = Membership();
        var totals = new Option<string?>("--totals")
        {
            Description = "Build the cells of the table crossed by these columns, totals included.", HelpName = "D1,D2",
        };
        var hierarchy = new Option<string?>("--hierarchy")
        {
            Description = "YAML with groups of values.", HelpName = "H.yaml",
        };
        var count = Count();
        var threshold = new Option<int>("--threshold")
        {
            Description = "Largest count that is sensitive.", HelpName = "T", DefaultValueFactory = _ => 4,
        };
        var zeros = Zeros();
        foreach (var option in new Option[] { file, membership, totals, hierarchy, count, threshold, zeros })
        {
            verb.Add(option);
        }

        verb.Returns((parsed, session) =>
        {
            var path = parsed.GetRequiredValue(file);
            var cells = parsed.GetValue(totals) is { } dimensions
                ? Crossed(path, parsed.GetRequiredValue(count), dimensions, parsed.GetValue(hierarchy))
                : Linked(path, parsed.GetValue(membership), parsed.GetRequiredValue(count));
            var policy = parsed.GetValue(zeros) == Public ? ZeroPolicy.Public : ZeroPolicy.Protected;
            return Protected(cells, new PrimaryRules(parsed.GetValue(threshold), policy), session.Cancellation);
        });
        return verb;
    }

    private static Verb Auditing()
    {
        var verb = new Verb("audit", "What a reader can find out about the hidden cells of a release.",
            "maltall audit --file cells.csv --membership membership.csv --count n --suppressed hidden");
        var file = File();
        var membership = Membership();
        var count = Count();
        var suppressed = new Option<string>("--suppressed")
        {
            Description = "Column that says whether a cell is hidden.", HelpName = "C", Required = true,
        };
        var zeros = Zeros();
        foreach (var option in new Option[] { file, membership, count, suppressed, zeros })
        {
            verb.Add(option);
        }

        var (format, output) = verb.AddFormats();
        verb.Does((parsed, session) =>
        {
            using var cells = Open(parsed.GetRequiredValue(file));
            using var members = Open(Needed(parsed.GetValue(membership)));
            var read = AuditReader.Read(
                cells, members, parsed.GetRequiredValue(count), parsed.GetRequiredValue(suppressed));
            var report = Auditor.Audit(new AuditRequest(read, parsed.GetValue(zeros) == Public), session.Cancellation);
            Invocation.Write(Audited(report), session, parsed.GetRequiredValue(format), parsed.GetValue(output));
            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{report.Recoverable.Count} of {report.Verdicts.Count} hidden cells can be recovered."));
            return report.Passes ? 0 : CommandLine.Problem;
        });
        return verb;
    }

    private static ResultTable Protected(
        IReadOnlyList<TableCell> cells, PrimaryRules rules, CancellationToken cancellation)
    {
        var primary = cells.Where(cell => rules.IsSensitive(cell.Count)).Select(cell => cell.Key).ToHashSet();
        var request = new SuppressionRequest(cells, primary) { Zeros = rules.Zeros };
        if (Suppressor.Protect(request, cancellation) is not Suppression.Safe safe)
        {
            throw new UserError("The cells cannot be protected whatever is hidden.", "Take totals out of the table.");
        }

        ResultColumn[] columns = [new("cell_id", ResultKind.Text), new("status", ResultKind.Text)];
        var rows = cells.Select(cell => (IReadOnlyList<object?>)
            [cell.Key, safe.Status[cell.Key].ToString().ToLower(CultureInfo.InvariantCulture)]);
        return new ResultTable("Protected cells", columns, rows.ToList(), []);
    }

    private static ResultTable Audited(AuditReport report)
    {
        ResultColumn[] columns =
        [
            new("cell_id", ResultKind.Text), new("lower", ResultKind.Number), new("upper", ResultKind.Number),
            new("integers", ResultKind.Whole), new("recoverable", ResultKind.Boolean),
        ];
        var rows = report.Verdicts.Select(verdict => (IReadOnlyList<object?>)
        [
            verdict.Key, verdict.Lower, double.IsInfinity(verdict.Upper) ? null : verdict.Upper, verdict.Integers,
            verdict.IsRecoverable,
        ]);
        return new ResultTable("Audit", columns, rows.ToList(), []);
    }

    private static IReadOnlyList<TableCell> Linked(string file, string? membership, string count)
    {
        using var cells = Open(file);
        using var members = Open(Needed(membership));
        return CellReader.Read(cells, members, count);
    }

    private static IReadOnlyList<TableCell> Crossed(string file, string count, string dimensions, string? hierarchy)
    {
        using var inner = Open(file);
        using var groups = hierarchy is null ? null : Open(hierarchy);
        var names = dimensions.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return CellBuilder.Build(inner, count, names, groups is null ? Hierarchy.None : Hierarchy.Read(groups));
    }

    private static string Needed(string? membership) => membership
        ?? throw new UserError("Which inner cells does each cell sum?", "Add --membership FILE with cell_id,inner_id.");

    private static StreamReader Open(string path) => System.IO.File.Exists(path) ? new StreamReader(path)
        : throw new UserError($"The file {path} is not there.", "Check its name.");

    private static Option<string> File() => new("--file")
    {
        Description = "CSV with the cells.", HelpName = "cells.csv", Required = true,
    };

    private static Option<string?> Membership() => new("--membership")
    {
        Description = "CSV with cell_id,inner_id.", HelpName = "membership.csv",
    };

    private static Option<string> Count() => new("--count")
    {
        Description = "Column with the count.", HelpName = "C", Required = true,
    };

    private static Option<string> Zeros()
    {
        var zeros = new Option<string>("--zeros")
        {
            Description = "Whether a zero is shown.", DefaultValueFactory = _ => Public,
        };
        zeros.AcceptOnlyFromAmong(Public, "protected");
        return zeros;
    }
}
