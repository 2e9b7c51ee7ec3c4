using System.Globalization;
using Maltall.App.Setup;
using Maltall.Reports.Compose;
using Maltall.Warehouse.Conform;
using Maltall.Warehouse.Judge;
using Maltall.Warehouse.Measure;

namespace Maltall.App.Cli;

/// <summary>Says what waits for being recomputed, and why.</summary>
internal static class StaleWords
{
    /// <summary>What depends on landed rows newer than the latest publication.</summary>
    public static Staleness Of(Session session) => Staleness.Of(session.Lake, session.Definitions("warehouse"));

    /// <summary>Such as: since 2015-06-10 07:00, because bit_tenancy batch bit_tenancy-0123; empty when it is not
    /// stale.</summary>
    public static string Because(Stale? stale, Session session)
    {
        if (stale is null)
        {
            return "";
        }

        var source = session.Contracts.Contracts.FirstOrDefault(contract => contract.Table == stale.Landed)?.Id
            ?? stale.Landed;
        var since = TimeZoneInfo.ConvertTime(stale.Since, Session.Oslo);
        return string.Create(CultureInfo.InvariantCulture,
            $"since {since:yyyy-MM-dd HH:mm}, because {source} batch {stale.Because}");
    }

    /// <summary>Why an indicator is stale; null when it is not.</summary>
    public static Stale? Of(Staleness staleness, IndicatorDefinition indicator)
    {
        Measurement?[] sides = [indicator.Numerator, indicator.Denominator];
        return staleness.Of(sides.OfType<Measurement>().Select(side => side.Table));
    }

    /// <summary>One sentence a source with newer rows, and what depends on them all.</summary>
    public static IReadOnlyList<string> Notes(Session session)
    {
        var staleness = Of(session);
        if (staleness.Landed.Count == 0)
        {
            return [];
        }

        var definitions = Definitions.Load(session.Definitions("warehouse"));
        var indicators = definitions.Indicators.Where(one => Of(staleness, one) is not null)
            .Select(one => one.Id).ToHashSet();
        var folder = session.Definitions("reports/definitions");
        var reports = ReportCatalog.Names(folder).Select(name => ReportCatalog.Load(folder, name)).Where(report =>
            report.Tables.SelectMany(table => table.Goals).Any(goal => Leaves(Find(definitions.Goals, goal))
                .Any(indicators.Contains))).Select(report => report.Id);
        return
        [
            .. staleness.Landed.Values.Select(one => $"The latest publication is stale {Because(one, session)}."),
            "Stale until `maltall run`: tables " + string.Join(", ", staleness.Tables)
                + "; indicators " + string.Join(", ", indicators.Order(StringComparer.Ordinal))
                + "; reports " + string.Join(", ", reports) + ".",
        ];
    }

    private static GoalNode? Find(GoalNode node, string id) =>
        node.Id == id ? node
            : node.Children.Select(child => Find(child, id)).FirstOrDefault(found => found is not null);

    private static IEnumerable<string> Leaves(GoalNode? node) => node is null ? []
        : node.Children.SelectMany(Leaves).Concat(node.Indicator is { } indicator ? [indicator] : []);
}
