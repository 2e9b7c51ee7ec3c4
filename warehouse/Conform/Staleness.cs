using Maltall.Lake;

namespace Maltall.Warehouse.Conform;

/// <summary>Landed rows that a publication does not have yet.</summary>
/// <param name="Landed">The landed table, such as <c>landed/bit_tenancy</c>.</param>
/// <param name="Since">When the first of them came or went.</param>
/// <param name="Because">The delivery that brought them, or the one that was withdrawn.</param>
public sealed record Stale(string Landed, DateTimeOffset Since, string Because);

/// <summary>What depends on landed rows newer than a publication, and stays as it is until it is recomputed.</summary>
public sealed class Staleness
{
    private readonly Lineage _lineage;
    private readonly Dictionary<string, Stale> _landed;

    private Staleness(Lineage lineage, Dictionary<string, Stale> landed) => (_lineage, _landed) = (lineage, landed);

    /// <summary>The landed tables that are newer, by name.</summary>
    public IReadOnlyDictionary<string, Stale> Landed => _landed;

    /// <summary>The conformed tables that depend on them, without room.</summary>
    public IReadOnlyList<string> Tables => [.. _lineage.Tables.Where(table => Of(table) is not null)];

    /// <summary>Compares the lake with its latest publication; nothing is stale before the first.</summary>
    /// <param name="lake">The lake.</param>
    /// <param name="warehouseFolder">The folder <c>warehouse</c>, with <c>sql/</c>.</param>
    public static Staleness Of(DeltaLake lake, string warehouseFolder)
    {
        var published = new PublicationLog(lake).Latest()?.Versions;
        var landed = published is null ? [] : lake.TableNames()
            .Where(name => name.StartsWith("landed/", StringComparison.Ordinal))
            .Select(name => Newer(lake.Table(name), published.GetValueOrDefault(name, -1))).OfType<Stale>();
        return new Staleness(Lineage.Load(warehouseFolder), landed.ToDictionary(one => one.Landed));
    }

    /// <summary>Why a conformed table is stale, by the oldest cause; null when it is not.</summary>
    /// <param name="tables">Conformed tables, without room.</param>
    public Stale? Of(params IEnumerable<string> tables) => tables.SelectMany(_lineage.LandedOf).Distinct()
        .Select(_landed.GetValueOrDefault).OfType<Stale>().MinBy(one => one.Since);

    /// <summary>The first change of rows after a version; merging of files changes none.</summary>
    private static Stale? Newer(DeltaTable table, long version) => table.Latest() is { } latest
        && latest.Version > version
        ? table.History().Where(entry => entry.Version > version && Cause(entry) is not null)
            .Select(entry => new Stale(table.Name, entry.Timestamp, Cause(entry) ?? "")).FirstOrDefault()
        : null;

    private static string? Cause(CommitEntry entry) => entry.Note.GetValueOrDefault("batch") is { } batch ? batch
        : entry.Note.GetValueOrDefault("withdrawn") is { } withdrawn ? $"{withdrawn} withdrawn" : null;
}
