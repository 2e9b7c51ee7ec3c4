using Maltall.Lake;
using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace Maltall.App.Jobs;

/// <summary>When a source is taken in.</summary>
/// <param name="Source">Id of the source's contract.</param>
/// <param name="Cron">Minute, hour, day of month, month, day of week; in Oslo's time.</param>
public sealed record ScheduledSource(string Source, string Cron);

/// <summary>The schedule that the operator writes.</summary>
public static class Schedule
{
    /// <summary>Reads <c>etl/schedule.yaml</c>.</summary>
    /// <param name="file">The file.</param>
    /// <param name="sources">Ids of the sources there are.</param>
    /// <exception cref="UserError">The file is missing or wrong, or names a source that is not there.</exception>
    public static IReadOnlyList<ScheduledSource> Load(string file, IReadOnlyCollection<string> sources)
    {
        if (!File.Exists(file))
        {
            throw new UserError($"There is no schedule {file}.", "Start by ./maltall in the checkout.");
        }

        try
        {
            var written = new DeserializerBuilder().Build().Deserialize<Dictionary<string,
                string>>(File.ReadAllText(file));
            var unknown = written.Keys.FirstOrDefault(source => !sources.Contains(source));
            return unknown is null
                ? written.Select(pair => new ScheduledSource(pair.Key, pair.Value)).ToList()
                : throw new UserError(
                    $"{file}: there is no source '{unknown}'.",
                    $"Did you mean '{Nearest.To(unknown, sources)}'? `maltall sources` lists them all.");
        }
        catch (YamlException error)
        {
            throw new UserError($"{file} line {error.Start.Line}: {error.Message}",
                "Write one 'source: \"cron\"' a line.");
        }
    }
}
