using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using DuckDB.NET.Data;
using Maltall.Etl;
using Maltall.Lake;
using Maltall.Warehouse.Conform;
using Maltall.Warehouse.Measure;
using Xunit;

namespace Maltall.Warehouse.Tests;

/// <summary>A lake in a temporary folder; its landed rows come from CSV files or selects.</summary>
internal sealed partial class TestLake : IDisposable
{
    private static readonly IReadOnlyList<Column> BatchColumns =
    [
        new("batch_id", ColumnType.Text), new("source", ColumnType.Text), new("contract_version", ColumnType.Integer),
        new("file", ColumnType.Text), new("content_hash", ColumnType.Text), new("landed_at", ColumnType.Timestamp),
        new("rows_in", ColumnType.Long), new("landed", ColumnType.Long), new("rejected", ColumnType.Long),
        new("duplicate", ColumnType.Long), new("status", ColumnType.Text), new("reason", ColumnType.Text),
        new("synthetic", ColumnType.Boolean), new("period", ColumnType.Text),
    ];

    private const string BatchTable = "operations/batch";

    private const string ArrivalTable = "operations/arrival";

    private static readonly IReadOnlyList<Column> ArrivalColumns =
    [
        new("batch_id", ColumnType.Text), new("source", ColumnType.Text), new("unit", ColumnType.Text),
        new("rows", ColumnType.Long), new("rejected", ColumnType.Long),
    ];

    private readonly string folder = Directory.CreateTempSubdirectory("maltall-warehouse-").FullName;

    public TestLake() => Lake = new DeltaLake(folder, TimeProvider.System);

    public DeltaLake Lake { get; }

    /// <summary>Columns of every landed table, read from the contracts.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<Column>> Expected { get; } = ReadContracts();

    /// <summary>
    /// A lake with the rows of a case: files <c>landed.TABLE.csv</c>, <c>operations.batch.csv</c> and
    /// <c>operations.arrival.csv</c>.
    /// </summary>
    public static TestLake OfCase(string caseFolder)
    {
        var lake = new TestLake();
        foreach (var file in Directory.GetFiles(caseFolder, "*.csv"))
        {
            var name = Path.GetFileNameWithoutExtension(file).Replace('.', '/');
            if (name.StartsWith("landed/", StringComparison.Ordinal) || name is BatchTable or ArrivalTable)
            {
                lake.Land(name, $"select * from read_csv('{file}', header = true, all_varchar = true, quote = '\"')");
            }
        }

        return lake;
    }

    /// <summary>Replaces a table by the rows of a select; a column it lacks is null.</summary>
    public void Land(string name, string select)
    {
        using var connection = LakeConnection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"describe {select}";
        HashSet<string> given = [];
        using (var reader = command.ExecuteReader())
        {
            while (reader.Read())
            {
                given.Add(reader.GetString(0));
            }
        }

        var columns = name == BatchTable ? BatchColumns : name == ArrivalTable ? ArrivalColumns
            : Expected[name];
        Assert.Empty(given.Except(columns.Select(column => column.Name)));
        var list = columns.Select(column => given.Contains(column.Name)
            ? $"{column.Name}::{DuckType(column.Type)} as {column.Name}"
            : $"null::{DuckType(column.Type)} as {column.Name}");
        var typed = $"select {string.Join(", ", list)} from ({select})";
        new TableWriter(Lake.Table(name), connection).ReplaceAll(new Write(typed, [], null, NoNote), Token);
    }

    /// <summary>Lands the deliveries of a folder, <c>SOURCE/FILE</c>, as a run would.</summary>
    public void Ingest(string deliveries)
    {
        var keyFile = Path.Combine(folder, "pseudonym.key");
        File.WriteAllText(keyFile, new string('7', 64));
        var etl = Path.Combine(Repository.Root, "etl");
        var contracts = ContractCatalog.Load(Path.Combine(etl, "contracts"), Path.Combine(etl, "codes"));
        using var ingest = new Ingest(Lake, contracts, PseudonymKey.FromFile(keyFile));
        foreach (var source in Directory.GetDirectories(deliveries).Order(StringComparer.Ordinal))
        {
            var files = Directory.GetFiles(source).Order(StringComparer.Ordinal).ToList();
            ingest.Land(
                contracts.Find(Path.GetFileName(source)),
                files,
                reading => Assert.False(reading is Reading.Refused, $"{reading}"),
                Token);
        }
    }

    public ConformOutcome Conform() => new Conformer(Lake, Repository.Warehouse, Expected).Run(Token);

    public CheckReport Check(PublicationCandidate candidate) =>
        new CheckRunner(Lake, Repository.Warehouse, Expected).Run(candidate, Token);

    /// <summary>Conforms and opens the candidate.</summary>
    public Analysis Open(DefinitionCatalog definitions) => Analysis.Open(Lake, definitions, Conform().Candidate);

    /// <summary>
    /// Runs a select in which a table's bare name stands for its landed files, those that its log has added and not
    /// removed. It gives a key, a count, and what the count is of.
    /// </summary>
    public Dictionary<string, (double Count, double? Of)> ByHand(string sql)
    {
        using var connection = OpenLanded();
        using var command = connection.CreateCommand();
        command.CommandText = $"select k::varchar, n::double, d::double from ({sql}) as answer (k, n, d)";
        using var reader = command.ExecuteReader();
        Dictionary<string, (double, double?)> cells = [];
        while (reader.Read())
        {
            cells[reader.GetString(0)] = (reader.GetDouble(1), reader.IsDBNull(2) ? null : reader.GetDouble(2));
        }

        return cells;
    }

    /// <summary>A connection on which a table's bare name stands for its landed files.</summary>
    public DuckDBConnection OpenLanded()
    {
        var connection = LakeConnection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = string.Concat(Expected.Keys.Append(BatchTable).Where(name => Lake.Table(name).Exists)
            .Select(name => $"create view {name[(name.IndexOf('/', StringComparison.Ordinal) + 1)..]} as "
                + $"from read_parquet([{string.Join(", ", LiveFiles(name))}]);"));
        command.ExecuteNonQuery();
        return connection;
    }

    public void Dispose() => Directory.Delete(folder, true);

    private HashSet<string> LiveFiles(string table)
    {
        HashSet<string> files = [];
        var log = Directory.GetFiles(Path.Combine(folder, table, "_delta_log"), "*.json").Order(StringComparer.Ordinal);
        foreach (var line in log.SelectMany(File.ReadLines))
        {
            var action = JsonNode.Parse(line)?.AsObject() ?? [];
            if (action["add"]?["path"] is { } added)
            {
                files.Add(Quoted(table, added));
            }

            if (action["remove"]?["path"] is { } removed)
            {
                files.Remove(Quoted(table, removed));
            }
        }

        return files;
    }

    private string Quoted(string table, JsonNode path) =>
        $"'{Path.Combine(folder, table, Uri.UnescapeDataString(path.GetValue<string>()))}'";

    private static Dictionary<string, string> NoNote { get; } = [];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static Dictionary<string, IReadOnlyList<Column>> ReadContracts()
    {
        Dictionary<string, IReadOnlyList<Column>> tables = [];
        foreach (var file in Directory.GetFiles(Path.Combine(Repository.Root, "etl", "contracts"), "*.yaml"))
        {
            var columns = ColumnLine().Matches(File.ReadAllText(file))
                .Select(match => new Column(match.Groups[1].Value, TypeOf(match.Groups[2].Value)))
                .Append(new Column("_batch", ColumnType.Text)).Append(new Column("_row", ColumnType.Long));
            tables[$"landed/{Path.GetFileNameWithoutExtension(file)}"] = [.. columns];
        }

        return tables;
    }

    private static ColumnType TypeOf(string word) => word switch
    {
        "integer" => ColumnType.Long,
        "decimal" => ColumnType.Decimal,
        "double" => ColumnType.Double,
        "boolean" => ColumnType.Boolean,
        "date" => ColumnType.Date,
        "timestamp" => ColumnType.Timestamp,
        _ => ColumnType.Text,
    };

    private static string DuckType(ColumnType type) => type switch
    {
        ColumnType.Long => "bigint",
        ColumnType.Integer => "integer",
        ColumnType.Decimal => "decimal(18, 2)",
        ColumnType.Double => "double",
        ColumnType.Boolean => "boolean",
        ColumnType.Date => "date",
        ColumnType.Timestamp => "timestamptz",
        _ => "varchar",
    };

    [GeneratedRegex(@"as: (\w+), type: (\w+)", RegexOptions.CultureInvariant)]
    private static partial Regex ColumnLine();
}
