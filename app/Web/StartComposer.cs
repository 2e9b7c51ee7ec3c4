using System.Collections.Concurrent;
using Maltall.Etl;
using Maltall.Etl.Land;
using Maltall.Lake;
using Maltall.Reports.Compose;
using Maltall.Warehouse;

namespace Maltall.App.Web;

/// <summary>Composes the start page. What follows from a publication is composed once, since a publication never
/// changes.</summary>
/// <param name="options">What the site serves.</param>
public sealed class StartComposer(SiteOptions options)
{
    private const int LastPublications = 5;
    private const int Kept = 12;

    private readonly Wording _wording = Wording.Load(options.ReportDefinitions);
    private readonly ConcurrentDictionary<(string Publication, string Language), GoalsView> _goals = new();

    /// <summary>Composes the page in a language.</summary>
    /// <param name="language"><c>nb</c>, <c>nn</c> or <c>en</c>.</param>
    /// <param name="cancellation">Passed on to each question.</param>
    public StartView Compose(string language, CancellationToken cancellation)
    {
        var words = _wording.In(language);
        var notation = new Notation(words);
        var publications = new PublicationLog(options.Lake).All().Where(one => IsKnown(one.PublishedAt)).ToList();
        return new StartView
        {
            Words = words,
            Goals = publications.Count == 0 ? null : Goals(publications[^1], words, cancellation),
            Reports = Reports(words, notation),
            Publications = Enumerable.Reverse(publications).Take(LastPublications).Select(one => (
                notation.Moment(one.PublishedAt), one.PublicationId,
                one.DataUntil is { } until ? notation.Day(until) : Notation.Dash)).ToList(),
            Delivered = new BatchLog(options.Lake).Batches().Where(batch => IsKnown(batch.LandedAt))
                .GroupBy(batch => batch.Source)
                .OrderBy(group => group.Key, StringComparer.Ordinal)
                .Select(group => Delivered(group.Key, group.ToList(), words, notation)).ToList(),
        };
    }

    /// <summary>Path of a report, when there is one by that name.</summary>
    /// <param name="file">Name of the file, without a folder.</param>
    public string? ReportFile(string file) =>
        ReportFiles().FirstOrDefault(path => Path.GetFileName(path) == file);

    private GoalsView Goals(Publication publication, Words words, CancellationToken cancellation)
    {
        var key = (publication.PublicationId, words.Language);
        if (_goals.TryGetValue(key, out var known))
        {
            return known;
        }

        if (_goals.Count >= Kept)
        {
            _goals.Clear();
        }

        return _goals[key] = Judge(words, cancellation);
    }

    private GoalsView Judge(Words words, CancellationToken cancellation)
    {
        using var analysis = options.AsOf is { } asOf
            ? Analysis.OpenAsKnown(options.Lake, asOf, () => options.Definitions)
            : Analysis.Open(options.Lake, options.Definitions, asOf: null);
        var report = ReportCatalog.Load(options.ReportDefinitions, "status");
        var roots = report.Tables.SelectMany(table => table.Goals).ToList();
        var composition = Composition.Make(analysis, words, null, roots, cancellation);
        var notation = composition.Notation;
        return new GoalsView
        {
            Period = notation.Name(composition.Period),
            DataUntil = analysis.Publication.DataUntil is { } until ? notation.Day(until) : Notation.Dash,
            Publication = words.Fill("publication", ("id", analysis.Publication.PublicationId),
                ("moment", notation.Moment(analysis.Publication.PublishedAt))),
            Synthetic = analysis.Synthetic,
            Summary = Summary.Of(composition),
            Tables = GoalLines.Tables(composition, report),
            Signs = GoalLines.Signs(composition),
        };
    }

    private bool IsKnown(DateTimeOffset moment) => options.AsOf is not { } asOf || moment <= asOf;

    private IEnumerable<string> ReportFiles()
    {
        var folder = Path.Combine(options.Lake.Root, "reports");
        return Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*.html") : [];
    }

    private List<(string File, string Title)> Reports(Words words, Notation notation) => ReportFiles()
        .Select(path => Path.GetFileName(path))
        .OrderByDescending(name => name, StringComparer.Ordinal)
        .Select(name => (name, Title(name, words, notation))).ToList();

    /// <summary>The title of <c>status-2012-T1-nb.html</c>; the file's own name when it is another's.</summary>
    private string Title(string file, Words words, Notation notation)
    {
        var parts = Path.GetFileNameWithoutExtension(file).Split('-');
        var name = parts[0];
        if (parts.Length < 3 || !ReportCatalog.Names(options.ReportDefinitions).Contains(name)
            || !words.Has($"language_{parts[^1]}"))
        {
            return file;
        }

        var title = ReportCatalog.Load(options.ReportDefinitions, name).Title.In(words.Language);
        return $"{title}, {notation.Name(string.Join('-', parts[1..^1]))} ({words[$"language_{parts[^1]}"]})";
    }

    private static DeliveredLine Delivered(string source, List<Batch> batches, Words words, Notation notation)
    {
        var landed = batches.FindAll(batch => batch.Status == "landed");
        var last = landed.Max(batch => batch.Period);
        return new DeliveredLine(
            words.Has($"source_{source}") ? words[$"source_{source}"] : source,
            Notation.Whole(landed.Count, words.Language),
            last is not null ? notation.Name(last)
                : landed.Count > 0 ? notation.Moment(landed.Max(batch => batch.LandedAt)) : Notation.Dash,
            Notation.Whole(batches.Sum(batch => batch.Rejected), words.Language),
            Notation.Whole(batches.Count(batch => batch.Status == "refused"), words.Language));
    }
}
