using Maltall.Lake.Log;

namespace Maltall.Lake.Files;

/// <summary>A DuckDB select of rows of live files; the files are named one by one and opened only when read.</summary>
/// <param name="folder">Full path of the folder of the table.</param>
/// <param name="schema">Columns of the table at the version that is read.</param>
internal sealed class Scan(string folder, TableSchema schema)
{
    /// <summary>Name of the column that tells which file a row is from, where it is asked for.</summary>
    public const string FileColumn = "_maltall_file";

    private const string NoPartition = "__HIVE_DEFAULT_PARTITION__";

    /// <summary>The select, without parentheses.</summary>
    /// <param name="files">Files to read, in order.</param>
    /// <param name="columns">Columns of the table to take.</param>
    /// <param name="withFile">True to add <see cref="FileColumn"/>.</param>
    public string Select(IEnumerable<DataFile> files, IReadOnlyList<Column> columns, bool withFile = false)
    {
        var parts = files
            .GroupBy(file => (Held: Held(file), Folder: Folder(file)))
            .Select(group => group.Key.Held == 0
                ? Foreign([.. group], columns, withFile) : Own(group.Key.Held, [.. group], columns, withFile))
            .ToList();
        return parts.Count == 0 ? Nothing(columns, withFile) : string.Join(" union all ", parts);
    }

    /// <summary>Full path of a file.</summary>
    public string FullPath(DataFile file) => Path.Combine(folder, file.Path.Replace('/', Path.DirectorySeparatorChar));

    // The number of leading columns that a file holds; 0 where it is not known.
    private int Held(DataFile file)
        => file.Mark is not null && schema.Marks.TryGetValue(file.Mark, out var held) ? held : 0;

    private static string Null(Column column) => $"cast(null as {Sql.Type(column.Type)})";

    private static string Nothing(IReadOnlyList<Column> columns, bool withFile)
    {
        var names = columns.Select(column => $"{Null(column)} as {Sql.Name(column.Name)}");
        var all = withFile ? names.Append($"cast(null as VARCHAR) as {FileColumn}") : names;
        return $"select {string.Join(", ", all)} where false";
    }

    // Files whose folders say the same as their partition values are read together; any other by its values.
    private string Folder(DataFile file)
    {
        var folders = file.Path.Split('/');
        var told = schema.PartitionBy.Count == folders.Length - 1
            && schema.PartitionBy.Index().All(one => folders[one.Index].Split('=', 2) is [var name, var value]
                && name == one.Item && Tells(value, file.Partition.GetValueOrDefault(name)));
        var values = schema.PartitionBy.Select(name => file.Partition.GetValueOrDefault(name) ?? NoPartition);
        return told || schema.PartitionBy.Count == 0 ? "" : string.Join('/', values);
    }

    private static bool Tells(string folder, string? value)
        => value is null ? folder == NoPartition : folder.Length > 0 && Uri.UnescapeDataString(folder) == value;

    private string Own(int held, List<DataFile> files, IReadOnlyList<Column> columns, bool withFile)
    {
        var fileColumns = schema.FileColumns.Take(held).Select(column => column.Name).ToHashSet(StringComparer.Ordinal);
        var byFolder = Folder(files[0]).Length == 0;
        var names = columns.Select(column =>
            fileColumns.Contains(column.Name) || (byFolder && schema.IsPartition(column.Name))
                ? Sql.Name(column.Name)
                : $"{Constant(column, files[0])} as {Sql.Name(column.Name)}");
        var all = withFile ? names.Append(FileColumn) : names;
        var source = files.Select(file => Sql.Source(FullPath(file)));
        return $"select {string.Join(", ", all)} from read_parquet([{string.Join(", ", source)}]"
            + $", {Partitions(byFolder)}{(withFile ? $", filename = '{FileColumn}'" : "")})";
    }

    // What another writer left may lack columns or hold them in another type.
    private string Foreign(List<DataFile> files, IReadOnlyList<Column> columns, bool withFile)
    {
        var names = columns.Select(column => schema.IsPartition(column.Name)
            ? $"{Constant(column, files[0])} as {Sql.Name(column.Name)}"
            : $"cast({Sql.Name(column.Name)} as {Sql.Type(column.Type)}) as {Sql.Name(column.Name)}");
        var all = withFile ? names.Append(FileColumn) : names;
        var source = files.Select(file => Sql.Source(FullPath(file)));
        return $"select {string.Join(", ", all)} from ({Nothing(schema.FileColumns, withFile)} union all by name "
            + $"select * from read_parquet([{string.Join(", ", source)}], union_by_name = true"
            + $", hive_partitioning = false{(withFile ? $", filename = '{FileColumn}'" : "")}))";
    }

    private string Constant(Column column, DataFile file)
        => schema.IsPartition(column.Name) && file.Partition.GetValueOrDefault(column.Name) is { Length: > 0 } value
            ? $"cast({Sql.Text(value)} as {Sql.Type(column.Type)})" : Null(column);

    private string Partitions(bool byFolder)
    {
        if (schema.PartitionBy.Count == 0 || !byFolder)
        {
            return "hive_partitioning = false";
        }

        // The names come from the table itself.
        var types = schema.PartitionBy.Select(name => $"{Sql.Text(name)}: {Sql.Type(schema.Find(name)!.Type)}");
        return $"hive_partitioning = true, hive_types = {{{string.Join(", ", types)}}}";
    }
}
