using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using DuckDB.NET.Data;
using Maltall.Lake;

namespace Maltall.Warehouse.Conform;

/// <summary>
/// Makes the conformed tables of a lake from <c>warehouse/sql</c>; writes only those whose inputs have changed.
/// </summary>
/// <param name="lake">The lake.</param>
/// <param name="warehouseFolder">The folder <c>warehouse</c>, with <c>sql/</c>.</param>
/// <param name="expected">
/// Columns of every table that may be delivered, by its name in the lake such as <c>landed/bit_application</c>; a
/// table not
/// delivered yet is read as empty.
/// </param>
public sealed class Conformer(
    DeltaLake lake, string warehouseFolder, IReadOnlyDictionary<string, IReadOnlyList<Column>> expected)
{
    private const string InputsNote = "inputs";

    /// <summary>Makes the tables.</summary>
    /// <param name="cancellation">Asked once per table.</param>
    /// <exception cref="UserError">A file's header is wrong, a table it reads is missing, or tables read each other
    /// in a ring.</exception>
    public ConformOutcome Run(CancellationToken cancellation)
    {
        var files = InOrder(SqlFile.ReadAll(Path.Combine(warehouseFolder, "sql"), ["grain", "reads", "source"]));
        using var connection = LakeConnection.Open();
        var versions = LatestVersions(lake);
        foreach (var file in files)
        {
            versions.Remove($"conformed/{file.Name}");
        }

        var views = new RoomViews(lake, connection, versions, OperationTables.With(expected));
        List<ConformedTable> tables = [];
        foreach (var file in files)
        {
            cancellation.ThrowIfCancellationRequested();
            tables.Add(Make(file, connection, views, cancellation));
        }

        foreach (var table in tables)
        {
            versions[$"conformed/{table.Name}"] = table.Version;
        }

        views.Show("operations.batch");
        return new ConformOutcome(tables, Candidate(connection, versions));
    }

    /// <summary>The newest version of every table of a lake but the log of publications.</summary>
    private static Dictionary<string, long> LatestVersions(DeltaLake lake) => lake.TableNames()
        .Where(name => name != "operations/publication")
        .Select(name => (name, lake.Table(name).Latest()))
        .Where(pair => pair.Item2 is not null)
        .ToDictionary(pair => pair.name, pair => pair.Item2?.Version ?? 0);

    private ConformedTable Make(
        SqlFile file, DuckDBConnection connection, RoomViews views, CancellationToken cancellation)
    {
        var table = lake.Table($"conformed/{file.Name}");
        var inputs = Fingerprint(file, views);
        var standing = table.Latest();
        var isRewritten = false;
        var isCurrent = standing is not null && table.History()[^1].Note.GetValueOrDefault(InputsNote) == inputs;
        if (!isCurrent)
        {
            var note = new Dictionary<string, string> { [InputsNote] = inputs };
            try
            {
                var write = new Write(file.Select, [], null, note);
                var outcome = new TableWriter(table, connection).ReplaceAll(write, cancellation);
                isRewritten = outcome is CommitOutcome.Committed;
            }
            catch (DuckDBException error)
            {
                throw new UserError($"sql/{file.Name}.sql cannot run", error.Message);
            }

            standing = table.Latest();
        }

        var made = standing ?? throw new InvalidOperationException($"{table.Name} was written and is not there.");
        views.Replace($"conformed.{file.Name}", made);
        return new ConformedTable(file.Name, made.Version, made.Rows, isRewritten);
    }

    private static string Fingerprint(SqlFile file, RoomViews views)
    {
        var text = new StringBuilder(file.Text);
        foreach (var name in file.Reads)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n{name}@{ShownVersion(file, name, views)}");
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    private static long ShownVersion(SqlFile file, string name, RoomViews views)
    {
        try
        {
            return views.Show(name)?.Version ?? -1;
        }
        catch (UserError error)
        {
            throw new UserError($"sql/{file.Name}.sql reads {name}: {error.What}", error.Remedy);
        }
    }

    private static List<SqlFile> InOrder(IReadOnlyList<SqlFile> files)
    {
        List<SqlFile> ordered = [];
        var waiting = files.ToList();
        while (waiting.Count > 0)
        {
            var unmade = waiting.Select(file => $"conformed.{file.Name}").ToHashSet();
            var ready = waiting.FindAll(file => !file.Reads.Any(unmade.Contains));
            if (ready.Count == 0)
            {
                var ring = string.Join(", ", waiting.Select(file => $"sql/{file.Name}.sql"));
                throw new UserError(
                    $"{ring}: they read each other in a ring",
                    "Take one of the readings away.");
            }

            ordered.AddRange(ready);
            waiting.RemoveAll(ready.Contains);
        }

        return ordered;
    }

    private static PublicationCandidate Candidate(DuckDBConnection connection, Dictionary<string, long> versions)
    {
        using var command = connection.CreateCommand();
        command.CommandText = """
            select
                (select coalesce(bool_or(synthetic), false) from operations.batch),
                (select last_day(max(month_start)) from conformed.coverage where table_name = 'application')
            """;
        using var reader = command.ExecuteReader();
        reader.Read();
        return new PublicationCandidate(
            versions, reader.GetBoolean(0), reader.IsDBNull(1) ? null : reader.GetFieldValue<DateOnly>(1));
    }
}
