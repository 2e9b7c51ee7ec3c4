using System.Globalization;
using Maltall.Lake;
using YamlDotNet.RepresentationModel;

namespace Maltall.Etl;

/// <summary>When a source is fetched.</summary>
/// <param name="Source">Id of the contract.</param>
/// <param name="Cron">Five fields: minute, hour, day of the month, month, day of the week; in Oslo time.</param>
/// <param name="Url">Where the delivery is fetched; null to take what waits in the source's inbox.</param>
public sealed record ScheduledSource(string Source, string Cron, string? Url);

/// <summary>What is due when; the file <c>etl/schedule.yaml</c>.</summary>
public static class Schedule
{
    /// <summary>The time zone in which every schedule is meant.</summary>
    public const string TimeZone = "Europe/Oslo";

    private static readonly (string Name, int Least, int Most)[] Parts =
        [("minute", 0, 59), ("hour", 0, 23), ("day", 1, 31), ("month", 1, 12), ("weekday", 0, 7)];

    /// <summary>Reads the schedule.</summary>
    /// <param name="file">The YAML file.</param>
    /// <param name="sources">Ids of the sources there are.</param>
    /// <returns>One entry a source, in the order of the file.</returns>
    /// <exception cref="UserError">
    /// The file is not a schedule; the message has file, line and the nearest name.
    /// </exception>
    public static IReadOnlyList<ScheduledSource> Load(string file, IReadOnlyList<string> sources)
    {
        var fields = new DefinitionFile(file);
        var root = fields.Root();
        fields.Known(root, ["time_zone", "sources"]);
        fields.Among(root, "time_zone", [TimeZone]);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var entries = new List<ScheduledSource>();
        foreach (var node in fields.Items(root, "sources"))
        {
            var map = fields.Map(node, "sources");
            var entry = Entry(fields, map, sources);
            if (!seen.Add(entry.Source))
            {
                throw fields.Wrong(map, $"the source '{entry.Source}' stands twice", "Keep one line a source.");
            }

            entries.Add(entry);
        }

        return entries;
    }

    private static ScheduledSource Entry(DefinitionFile fields, YamlMappingNode map, IReadOnlyList<string> sources)
    {
        fields.Known(map, ["source", "cron", "url"]);
        var source = fields.Among(map, "source", sources);
        var cron = fields.Text(map, "cron");
        if (Fault(cron) is { } fault)
        {
            throw fields.Wrong(fields.Need(map, "cron"), $"the cron of {source} {fault}",
                "Write minute, hour, day, month and weekday, such as 0 6 5 * * for the fifth at six.");
        }

        var url = fields.Optional(map, "url");
        var isAddress = Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Scheme is "http" or "https";
        return url is null || isAddress ? new ScheduledSource(source, cron, url)
            : throw fields.Wrong(fields.Need(map, "url"), $"the url of {source} is no web address", "Write https://….");
    }

    private static string? Fault(string cron)
    {
        var fields = cron.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length != Parts.Length)
        {
            return string.Create(CultureInfo.InvariantCulture, $"has {fields.Length} fields, not {Parts.Length}");
        }

        var wrong = fields.Zip(Parts).FirstOrDefault(pair =>
            pair.First.Split(',').Any(item => !IsItem(item, pair.Second.Least, pair.Second.Most)));
        return wrong == default ? null : string.Create(CultureInfo.InvariantCulture,
            $"has no {wrong.Second.Name} from {wrong.Second.Least} to {wrong.Second.Most} in '{wrong.First}'");
    }

    /// <summary>Whether a text is <c>*</c>, a number or a range, with a step after <c>/</c> or not.</summary>
    private static bool IsItem(string item, int least, int most)
    {
        var step = item.Split('/');
        if (step.Length > 2 || (step.Length == 2 && Number(step[1]) is not > 0))
        {
            return false;
        }

        var ends = step[0].Split('-').Select(Number).ToList();
        return step[0] == "*"
            || (ends.Count <= 2 && ends.All(end => end >= least && end <= most) && ends[0] <= ends[^1]);
    }

    private static int? Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
