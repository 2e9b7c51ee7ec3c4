using System.Globalization;
using Maltall.Lake;
using Maltall.Warehouse.Measure.Dialects;
using YamlDotNet.Serialization;

namespace Maltall.App.Setup;

/// <summary>
/// What the host is told: defaults, then the settings file, then the environment (<c>MALTALL_…</c>), then flags, each
/// over the one before. Read once. Every setting is in docs/operations.md.
/// </summary>
public sealed record Settings
{
    private const string Prefix = "MALTALL_";

    /// <summary>Folder of definitions (contracts, SQL, indicators, goals, reports): the checkout, or the program's
    /// own.</summary>
    public string Home { get; init; } = AppContext.BaseDirectory;

    /// <summary>Folder of the lake; made when it is not there.</summary>
    public string Lake { get; init; } = "data";

    /// <summary>
    /// File with the pseudonym key, at least 32 random bytes. When it is not set, a key is made once in
    /// <c>.maltall/pseudonym.key</c> of the home folder.
    /// </summary>
    public string? KeyFile { get; init; }

    /// <summary>Where the web pages are served; loopback only.</summary>
    public string Url { get; init; } = "http://127.0.0.1:5080";

    /// <summary>Language of titles, reports and pages: nb, nn or en.</summary>
    public string Lang { get; init; } = "nb";

    /// <summary>
    /// The instant at which a run shall believe that it happens, so that it can be repeated: ISO 8601 with an offset.
    /// Empty means the machine's clock.
    /// </summary>
    public DateTimeOffset? Now { get; init; }

    /// <summary>
    /// Where jobs wait: empty for this process's memory, or a connection string of PostgreSQL, or <c>file:</c> and the
    /// name of a file that holds one.
    /// </summary>
    public string? Jobs { get; init; }

    /// <summary>Seconds after which the job of a worker that was killed is taken over by another.</summary>
    public int JobsTakeover { get; init; } = 60;

    /// <summary>
    /// How ClickHouse is reached, when it is to answer queries: a connection string, or <c>file:</c> and the name of a
    /// file that holds one. Empty when there is none.
    /// </summary>
    public string? Clickhouse { get; init; }

    /// <summary>Where ClickHouse sees the lake: a folder or an address; the lake's own folder when it is not
    /// set.</summary>
    public string? ClickhouseLake { get; init; }

    /// <summary>Cluster of ClickHouse whose machines share the reading; empty for the one server.</summary>
    public string? ClickhouseCluster { get; init; }

    /// <summary>The connection string of PostgreSQL; null when jobs wait in memory.</summary>
    public string? JobsConnection => Secret(Jobs);

    /// <summary>The server that answers queries when it is asked to.</summary>
    /// <exception cref="UserError">None is set, or its connection string cannot be read.</exception>
    public ClickHouseServer ClickhouseServer => Secret(Clickhouse) is { } connection
        ? new ClickHouseServer(connection, ClickhouseLake is null or "" ? Path.GetFullPath(Lake) : ClickhouseLake)
        {
            Cluster = ClickhouseCluster is "" ? null : ClickhouseCluster,
        }
        : throw new UserError(
            "No ClickHouse is set", "Set clickhouse (MALTALL_CLICKHOUSE); docs/operations/scale-out.md says how.");

    /// <summary>Setting names with what each one means, for help texts and the check that all are documented.</summary>
    public static IReadOnlyList<string> Names { get; } =
        ["home", "lake", "key_file", "url", "lang", "now", "jobs", "jobs_takeover", "clickhouse", "clickhouse_lake",
            "clickhouse_cluster"];

    /// <summary>Reads the settings.</summary>
    /// <param name="environment">Name and value of each environment variable.</param>
    /// <param name="flags">Setting name and value of each flag that was given.</param>
    /// <exception cref="UserError">A setting is unknown, or a value cannot be read.</exception>
    public static Settings Read(
        IReadOnlyDictionary<string, string> environment, IReadOnlyDictionary<string, string> flags)
    {
        var fromEnvironment = environment
            .Where(pair => pair.Key.StartsWith(Prefix, StringComparison.Ordinal) && pair.Value.Length > 0)
            .ToDictionary(pair => pair.Key[Prefix.Length..].ToLowerInvariant(), pair => pair.Value);
        var settings = new Settings();
        var home = flags.GetValueOrDefault("home") ?? fromEnvironment.GetValueOrDefault("home") ?? settings.Home;
        var file = Path.Combine(home, "maltall.yaml");
        settings = Apply(settings with { Home = home }, ReadFile(file), file);
        settings = Apply(settings, fromEnvironment, $"the environment ({Prefix}…)");
        return Apply(settings, flags, "the command line");
    }

    private static Dictionary<string, string> ReadFile(string file)
    {
        if (!File.Exists(file))
        {
            return [];
        }

        try
        {
            return new DeserializerBuilder().Build()
                .Deserialize<Dictionary<string, string>?>(File.ReadAllText(file)) ?? [];
        }
        catch (YamlDotNet.Core.YamlException error)
        {
            throw new UserError(
                $"{file} line {error.Start.Line}: not a list of settings ({error.Message}).",
                "Write one 'name: value' a line; docs/operations.md lists the names.");
        }
    }

    private static Settings Apply(Settings settings, IReadOnlyDictionary<string, string> values, string origin) =>
        values.Aggregate(settings, (so, pair) => With(so, pair.Key, pair.Value, origin));

    private static Settings With(Settings settings, string name, string value, string origin) => name switch
    {
        "home" => settings with { Home = value },
        "lake" => settings with { Lake = value },
        "key_file" => settings with { KeyFile = value },
        "url" => settings with { Url = value },
        "lang" => settings with { Lang = Language(value, origin) },
        "now" => settings with { Now = Instant(value, origin) },
        "jobs" => settings with { Jobs = value },
        "clickhouse" => settings with { Clickhouse = value },
        "clickhouse_lake" => settings with { ClickhouseLake = value },
        "clickhouse_cluster" => settings with { ClickhouseCluster = value },
        "jobs_takeover" => settings with { JobsTakeover = Seconds(value, origin) },
        _ => throw new UserError(
            $"Unknown setting '{name}' in {origin}.",
            $"Did you mean '{Nearest.To(name, Names)}'? docs/operations.md lists the settings."),
    };

    private static string? Secret(string? setting) => setting is null or "" ? null
        : setting.StartsWith("file:", StringComparison.Ordinal) ? File.ReadAllText(setting[5..]).Trim() : setting;

    private static string Language(string value, string origin) => value is "nb" or "nn" or "en" ? value
        : throw new UserError($"Unknown language '{value}' in {origin}.", "Use nb, nn or en.");

    private static int Seconds(string value, string origin) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            && seconds is >= 2 and <= 3600 ? seconds
            : throw new UserError($"'{value}' in {origin} is no number of seconds.", "Write 2 to 3600.");

    private static DateTimeOffset Instant(string value, string origin) =>
        DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant)
            ? instant
            : throw new UserError($"'{value}' in {origin} is not an instant.", "Write it as 2015-01-20T06:00:00Z.");
}
