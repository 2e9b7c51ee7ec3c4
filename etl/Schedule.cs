using System.Globalization;
using Maltall.Lake;
using YamlDotNet.RepresentationModel;

namespace Maltall.Etl;

/// <summary>When a source is fetched.</summary>
/// <param name="Source">Id of the contract.</param>
/// <param name="Cron">Five fields: minute, hour, day of the month, month, day of the week; in Oslo time.</param>
/// <param name="Url">Where the delivery is fetched; null to take what waits in the source's inbox.</param>
public sealed record ScheduledSource(string Source, string Cron, string? Url)
{
    /// <summary>What becomes of the times that passed while nobody ran jobs.</summary>
    public Missed Missed { get; init; }

    /// <summary>What becomes of a time that comes while the source is still being taken in.</summary>
    public Overlap Overlap { get; init; }
}

/// <summary>What becomes of the times that passed while nobody ran jobs.</summary>
public enum Missed
{
    /// <summary>The source is taken in once, as of the last of them.</summary>
    RunOnce,

    /// <summary>The source is taken in once for each of them.</summary>
    RunAll,

    /// <summary>They are let go.</summary>
    Skip,
}

/// <summary>What becomes of a time that comes while the source is still being taken in.</summary>
public enum Overlap
{
    /// <summary>The second waits for the first.</summary>
    Wait,

    /// <summary>The second is let go.</summary>
    Skip,
}

/// <summary>How often a job that could not reach something is tried, and when.</summary>
/// <param name="Tries">The first try counted.</param>
/// <param name="FirstWait">From the first try to the second; each later wait is twice the one before.</param>
public sealed record RetryPolicy(int Tries, TimeSpan FirstWait)
{
    /// <summary>The waits between tries.</summary>
    public IReadOnlyList<TimeSpan> Waits =>
        [.. Enumerable.Range(0, Tries - 1).Select(at => FirstWait * Math.Pow(2, at))];
}

/// <summary>What is due when; the file <c>etl/schedule.yaml</c>.</summary>
public static class Schedule
{
    /// <summary>The time zone in which every schedule is meant.</summary>
    public const string TimeZone = "Europe/Oslo";

    private static readonly string[] RootKeys =
        ["time_zone", "missed", "overlap", "clock_change", "tries", "first_wait_seconds", "sources"];

    private static readonly Dictionary<string, Missed> MissedWords = new()
    {
        ["run_once"] = Missed.RunOnce, ["run_all"] = Missed.RunAll, ["skip"] = Missed.Skip,
    };

    private static readonly Dictionary<string, Overlap> OverlapWords = new()
    {
        ["wait"] = Overlap.Wait, ["skip"] = Overlap.Skip,
    };

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
        Check(fields, root);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var entries = new List<ScheduledSource>();
        foreach (var node in fields.Items(root, "sources"))
        {
            var map = fields.Map(node, "sources");
            var entry = Entry(fields, map, sources) with
            {
                Missed = Word(fields, map, root, ("missed", MissedWords)),
                Overlap = Word(fields, map, root, ("overlap", OverlapWords)),
            };
            if (!seen.Add(entry.Source))
            {
                throw fields.Wrong(map, $"the source '{entry.Source}' stands twice", "Keep one line a source.");
            }

            entries.Add(entry);
        }

        return entries;
    }

    /// <summary>How jobs are tried again; only when something could not be reached, never for wrong data.</summary>
    /// <param name="file">The YAML file.</param>
    /// <exception cref="UserError">The file is not a schedule.</exception>
    public static RetryPolicy Retries(string file)
    {
        var fields = new DefinitionFile(file);
        var root = fields.Root();
        Check(fields, root);
        var (tries, wait) = (Number(fields, root, "tries", 5), Number(fields, root, "first_wait_seconds", 60));
        return tries is >= 1 and <= 20 && wait is >= 1 and <= 86_400
            ? new RetryPolicy(tries, TimeSpan.FromSeconds(wait))
            : throw fields.Wrong(root, "tries or first_wait_seconds is out of bounds",
                "Write 1–20 tries, and a first wait of 1–86400 seconds.");
    }

    private static int Number(DefinitionFile fields, YamlMappingNode root, string key, int otherwise) =>
        DefinitionFile.Find(root, key) is null ? otherwise : fields.Whole(root, key);

    private static void Check(DefinitionFile fields, YamlMappingNode root)
    {
        fields.Known(root, RootKeys);
        fields.Among(root, "time_zone", [TimeZone]);
        if (DefinitionFile.Find(root, "clock_change") is not null)
        {
            // A time that the change of the clock leaves out or gives twice comes once; there is no other way.
            fields.Among(root, "clock_change", ["once"]);
        }
    }

    /// <summary>A word of an entry, or else of the whole file, or else the first there is.</summary>
    private static T Word<T>(DefinitionFile fields, YamlMappingNode entry, YamlMappingNode root,
        (string Key, Dictionary<string, T> Words) choice)
        where T : struct
    {
        var map = DefinitionFile.Find(entry, choice.Key) is not null ? entry : root;
        return DefinitionFile.Find(map, choice.Key) is null ? default
            : choice.Words[fields.Among(map, choice.Key, [.. choice.Words.Keys])];
    }

    private static ScheduledSource Entry(DefinitionFile fields, YamlMappingNode map, IReadOnlyList<string> sources)
    {
        fields.Known(map, ["source", "cron", "url", "missed", "overlap"]);
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
