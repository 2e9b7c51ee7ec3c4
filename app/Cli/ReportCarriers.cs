using Maltall.App.Setup;
using Maltall.Reports.Compose;
using Maltall.Warehouse.Compare;
using Maltall.Warehouse.Judge;

namespace Maltall.App.Cli;

/// <summary>A report that is written in the lake's folder <c>reports</c>.</summary>
/// <param name="File">Name of the file, such as <c>status-2012-T1-nb.html</c>.</param>
/// <param name="Name">Name of the report.</param>
/// <param name="Period">The period it is for.</param>
internal sealed record WrittenReport(string File, string Name, string Period)
{
    /// <summary>All of them, by name.</summary>
    public static IReadOnlyList<WrittenReport> All(Session session)
    {
        var folder = Path.Combine(session.Lake.Root, "reports");
        return !Directory.Exists(folder) ? [] :
        [
            .. Directory.EnumerateFiles(folder, "*.html").Select(path => Path.GetFileName(path))
                .Order(StringComparer.Ordinal).Select(Read).OfType<WrittenReport>(),
        ];
    }

    private static WrittenReport? Read(string file)
    {
        var parts = Path.GetFileNameWithoutExtension(file).Split('-');
        var period = parts.Length < 3 ? "" : string.Join('-', parts[1..^1]);
        return Warehouse.Measure.Period.TryParse(period, out _) ? new WrittenReport(file, parts[0], period) : null;
    }
}

/// <summary>Which reports carry which goal: those that name it or a goal above it.</summary>
internal sealed class ReportCarriers
{
    private readonly Dictionary<string, HashSet<string>> goalsOf;
    private readonly List<GoalNode> goals;

    /// <summary>Reads the reports' definitions.</summary>
    /// <param name="session">Where they are.</param>
    /// <param name="roots">The goal trees that are compared.</param>
    public ReportCarriers(Session session, IReadOnlyList<GoalNode> roots)
    {
        var folder = session.Definitions("reports/definitions");
        goals = [.. roots.SelectMany(All)];
        goalsOf = ReportCatalog.Names(folder).ToDictionary(name => name, name =>
        {
            var named = ReportCatalog.Load(folder, name).Tables.SelectMany(table => table.Goals).ToHashSet();
            return goals.Where(goal => named.Count == 0 || named.Contains(goal.Id)).SelectMany(All)
                .Select(goal => goal.Id).ToHashSet();
        });
    }

    /// <summary>Names of the reports that carry a value or verdict.</summary>
    public IEnumerable<string> Names(PlannedMove move) =>
        goalsOf.Where(pair => GoalsOf(move).Any(pair.Value.Contains)).Select(pair => pair.Key);

    /// <summary>Files of written reports that carry a verdict and would no longer say it.</summary>
    public IEnumerable<string> Written(PlannedMove move, IReadOnlyList<WrittenReport> written) => written
        .Where(report => move.JudgedAt.Contains(report.Period) && Names(move).Contains(report.Name))
        .Select(report => report.File);

    /// <summary>Each move with the written reports that carry it, or else the names of the reports.</summary>
    public IReadOnlyList<(PlannedMove Move, string Reports)> Beside(
        IReadOnlyList<PlannedMove> moves, IReadOnlyList<WrittenReport> written) =>
        [.. moves.Select(move => (move, string.Join(", ", Written(move, written).DefaultIfEmpty(
            string.Join(", ", Names(move))))))];

    private IEnumerable<string> GoalsOf(PlannedMove move) => move.Goal is { } goal ? [goal.Id]
        : goals.Where(leaf => leaf.Indicator == move.Indicator?.Id && leaf.Unit == move.Unit).Select(leaf => leaf.Id);

    private static IEnumerable<GoalNode> All(GoalNode goal) => goal.Children.SelectMany(All).Prepend(goal);
}
