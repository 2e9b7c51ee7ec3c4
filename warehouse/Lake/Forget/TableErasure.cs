using System.Collections;
using DuckDB.NET.Data;
using Maltall.Lake.Files;
using Maltall.Lake.Log;

namespace Maltall.Lake.Forget;

/// <summary>What an erasure did to a table.</summary>
/// <param name="Table">Name of the table.</param>
/// <param name="Rows">Rows with a replaced value, counted in every file that held them.</param>
/// <param name="Rewritten">Files that were written anew, by their old paths below the lake.</param>
/// <param name="Deleted">Files that no version had and that are gone, by their paths below the lake.</param>
public sealed record ErasureOutcome(
    string Table, long Rows, IReadOnlyList<string> Rewritten, IReadOnlyList<string> Deleted);

/// <summary>
/// Replaces values of a table in every version that it keeps, under the same version numbers. No other writer may be at
/// work; readers may. Killed at any moment, it leaves every version readable, and is finished by doing it again.
/// </summary>
/// <param name="table">The table.</param>
/// <param name="connection">Open connection, from <see cref="LakeConnection.Open"/>.</param>
public sealed class TableErasure(DeltaTable table, DuckDBConnection connection)
{
    private const string FileColumn = "_maltall_file";
    private const int Block = 122_880;
    private readonly string log = Path.Combine(table.Folder, "_delta_log");

    /// <summary>Text columns that any file of any version has, in order of name.</summary>
    public IReadOnlyList<string> TextColumns() => [.. Named().Values
        .Select(one => one.Schema).Distinct()
        .SelectMany(schema => schema.FileColumns)
        .Where(column => column.Type == ColumnType.Text)
        .Select(column => column.Name).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>A DuckDB select of all rows of all files of every version, without partition columns; null when there
    /// is no file.</summary>
    public string? EveryRow()
    {
        var named = Named();
        return named.Count == 0 ? null : $"(select * from {Read(named.Keys, FileColumn)})";
    }

    /// <summary>Replaces values.</summary>
    /// <param name="values">For each text column, the new value by the old.</param>
    /// <param name="step">Called before each file is written or deleted; may throw to stop.</param>
    /// <param name="isReordered">True to let the rows of a file follow the new values, in blocks of 122 880 rows, so
    /// that their order does not tell how the old values followed each other.</param>
    public ErasureOutcome Replace(
        IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> values, Action step, bool isReordered = false)
    {
        var rewrite = new LogRewrite(log, table.Name);
        var named = Named();
        var deleted = Orphans(named.Keys).ToList();
        Delete(deleted, step);
        var columns = Columns(named.Keys, values);
        Load(columns, values);
        var touched = columns.Count == 0 ? [] : Touched(named.Keys, columns);
        var files = new Dictionary<string, DataFile>(StringComparer.Ordinal);
        foreach (var (path, _) in touched)
        {
            step();
            var (file, schema) = named[path];
            files[path] = Write(file, schema, columns, isReordered);
        }

        Flush(files.Values);
        rewrite.Replace(files, step);
        Delete([.. files.Keys.Select(Full)], step);
        var lake = table.Lake.Root;
        return new ErasureOutcome(table.Name, touched.Sum(one => one.Rows),
            [.. files.Keys.Select(path => $"{table.Name}/{path}").Order(StringComparer.Ordinal)],
            [.. deleted.Select(path => Path.GetRelativePath(lake, path)).Order(StringComparer.Ordinal)]);
    }

    // A vacuum takes the files of a version before its place in the log.
    private Dictionary<string, (DataFile File, TableSchema Schema)> Named() => new LogRewrite(log, table.Name).Named()
        .Where(one => File.Exists(Full(one.Key))).ToDictionary(StringComparer.Ordinal);

    private string Full(string path) => Path.Combine(table.Folder, path.Replace('/', Path.DirectorySeparatorChar));

    private string Read(IEnumerable<string> paths, string file, string more = "")
        => $"read_parquet([{string.Join(", ", paths.Select(path => Sql.Source(Full(path))))}], union_by_name = true"
            + $", hive_partitioning = false, filename = '{file}'{more})";

    // What a killed writer left, and what an erasure that was killed had replaced.
    private IEnumerable<string> Orphans(IEnumerable<string> named)
    {
        var known = named.Select(Full).ToHashSet(StringComparer.Ordinal);
        return Directory.Exists(table.Folder)
            ? Directory.EnumerateFiles(table.Folder, "*", SearchOption.AllDirectories)
                .Where(path => path.StartsWith(log, StringComparison.Ordinal)
                    ? path.EndsWith(".tmp", StringComparison.Ordinal)
                    : path.EndsWith(".parquet", StringComparison.Ordinal) && !known.Contains(path))
            : [];
    }

    private static void Delete(IReadOnlyList<string> paths, Action step)
    {
        foreach (var path in paths)
        {
            step();
            File.Delete(path);
        }

        foreach (var folder in paths.Select(path => Path.GetDirectoryName(path)!).Distinct()) // A file has a folder.
        {
            Disk.FlushFolder(folder);
        }
    }

    private List<string> Columns(
        IEnumerable<string> named, IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> values)
    {
        var paths = named.ToList();
        return paths.Count == 0 ? [] : [.. connection
            .Query($"describe select * from {Read(paths, FileColumn)}", reader =>
                (Name: reader.GetString(0), Type: reader.GetString(1)))
            .Where(column => column.Type == "VARCHAR" && values.TryGetValue(column.Name, out var map) && map.Count > 0)
            .Select(column => column.Name)];
    }

    private static string Map(int column) => string.Create(
        System.Globalization.CultureInfo.InvariantCulture, $"maltall_erased_{column}");

    // The values stand in tables and not in statements, which an error may show.
    private void Load(
        List<string> columns, IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> values)
    {
        foreach (var (index, column) in columns.Index())
        {
            connection.Run($"create or replace temp table {Map(index)} (old varchar, new varchar)");
            using var appender = connection.CreateAppender(Map(index));
            foreach (var (old, replacement) in values[column])
            {
                appender.CreateRow().AppendValue(old).AppendValue(replacement).EndRow();
            }
        }
    }

    private List<(string Path, long Rows)> Touched(IEnumerable<string> named, List<string> columns)
    {
        var holds = columns.Select((column, index) => $"{Sql.Name(column)} in (select old from {Map(index)})");
        var paths = named.ToDictionary(Full, path => path, StringComparer.Ordinal);
        return connection.Query(
            $"select {FileColumn}, count(*) from {Read(paths.Values, FileColumn)} "
            + $"where {string.Join(" or ", holds)} group by {FileColumn}",
            reader => (paths[reader.GetString(0)], reader.GetInt64(1)));
    }

    private DataFile Write(DataFile file, TableSchema schema, List<string> columns, bool isReordered)
    {
        var own = connection
            .Query($"describe select * from {Read([file.Path], FileColumn)}", reader => reader.GetString(0))
            .ToHashSet(StringComparer.Ordinal);
        var folder = file.Path.LastIndexOf('/') is var at and >= 0 ? file.Path[..(at + 1)] : "";
        var path = $"{folder}part-{Guid.NewGuid()}.zstd.parquet";
        var select = Replaced(file.Path, [.. columns.Index().Where(one => own.Contains(one.Item))], isReordered);
        var stats = connection.Query(
            $"copy ({select}) to {Sql.Text(Full(path))} (format parquet, compression zstd, return_stats)",
            reader => Statistics.Write(
                Convert.ToInt64(reader.GetValue(1), null), schema.FileColumns, Ranges(reader)))[0];
        return file with { Path = path, Bytes = new FileInfo(Full(path)).Length, Stats = stats };
    }

    private string Replaced(string path, List<(int Index, string Name)> columns, bool isReordered)
    {
        var values = columns.Select(one => (Column: Sql.Name(one.Name), Map: Map(one.Index)))
            .Select(one => (one.Column, one.Map, New: $"coalesce({one.Map}.new, line.{one.Column})")).ToList();
        var order = isReordered
            ? string.Create(System.Globalization.CultureInfo.InvariantCulture,
                $"line.file_row_number // {Block}, {string.Join(", ", values.Select(one => one.New))}, ") : "";
        return $"""
            select line.* exclude ({FileColumn}, file_row_number)
                replace ({string.Join(", ", values.Select(one => $"{one.New} as {one.Column}"))})
            from {Read([path], FileColumn, ", file_row_number = true")} as line
            {string.Join('\n', values.Select(one => $"left join {one.Map} on {one.Map}.old = line.{one.Column}"))}
            order by {order}line.file_row_number
            """;
    }

    private static Dictionary<string, ColumnRange> Ranges(DuckDBDataReader reader)
    {
        var ranges = new Dictionary<string, ColumnRange>(StringComparer.Ordinal);
        foreach (DictionaryEntry column in (IDictionary)reader.GetValue(4))
        {
            // Each column has its statistics, under its name in quotes.
            ranges[((string)column.Key).Trim('"')] = BulkFiles.Range((IDictionary)column.Value!);
        }

        return ranges;
    }

    private void Flush(IEnumerable<DataFile> files)
    {
        foreach (var file in files)
        {
            Disk.FlushFile(Full(file.Path));
            Disk.FlushFolder(Path.GetDirectoryName(Full(file.Path))!); // A file has a folder.
        }
    }
}
