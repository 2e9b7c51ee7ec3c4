using System.Collections;
using DuckDB.NET.Data;
using Maltall.Lake.Log;

namespace Maltall.Lake.Files;

/// <summary>Writes Parquet files by DuckDB, and waits until they are on the disk.</summary>
/// <param name="table">The table.</param>
/// <param name="connection">Where the select runs.</param>
internal sealed class BulkFiles(DeltaTable table, DuckDBConnection connection)
{
    /// <summary>Writes the rows of a select to new files.</summary>
    /// <param name="select">Gives the columns of the schema in order.</param>
    /// <param name="schema">Columns and partition columns.</param>
    /// <returns>The files; none for no rows.</returns>
    /// <exception cref="UserError">A value is lacking in a column that must have one.</exception>
    public IReadOnlyList<DataFile> Write(string select, TableSchema schema)
    {
        Disk.CreateFolder(table.Folder);
        var partitioned = schema.PartitionBy.Count > 0;
        var target = partitioned ? table.Folder : Path.Combine(table.Folder, $"part-{Guid.NewGuid()}.zstd.parquet");
        var names = string.Join(", ", schema.PartitionBy.Select(Sql.Name));
        var folders = partitioned ? $", partition_by ({names}), append, filename_pattern 'part-{{uuid}}.zstd'" : "";
        var copied = connection.Query(
            $"copy ({select}) to {Sql.Text(target)} (format parquet, compression zstd, compression_level 1, "
            + $"dictionary_size_limit 10000, return_stats{folders})",
            reader => Read(reader, schema));
        var files = copied.Where(one => one.File.Rows > 0).Select(one => one.File).ToList();
        Discard([.. copied.Where(one => one.File.Rows == 0).Select(one => one.File)]);
        if (copied.Find(one => one.Lacking is not null).Lacking is { } lacking)
        {
            Discard(files);
            throw new UserError(
                $"The column {lacking} of the table {table.Name} lacks a value in a row.",
                "Leave such rows out, or give them a value.");
        }

        Flush(files);
        return files;
    }

    /// <summary>Removes files that no commit came to name.</summary>
    public void Discard(IReadOnlyList<DataFile> files)
    {
        foreach (var file in files)
        {
            File.Delete(Path.Combine(table.Folder, file.Path));
        }
    }

    private void Flush(List<DataFile> files)
    {
        var folders = new HashSet<string>(StringComparer.Ordinal);
        foreach (var file in files)
        {
            var path = Path.Combine(table.Folder, file.Path);
            Disk.FlushFile(path);
            for (var folder = Path.GetDirectoryName(path); folder is not null; folder = Path.GetDirectoryName(folder))
            {
                folders.Add(folder);
                if (folder.Length <= table.Folder.Length)
                {
                    break;
                }
            }
        }

        foreach (var folder in folders)
        {
            Disk.FlushFolder(folder);
        }
    }

    // A row of the answer to COPY: filename, count, file_size_bytes, footer_size_bytes, column_statistics and
    // partition_keys. Also gives the name of a column that lacks a value and must not.
    private (DataFile File, string? Lacking) Read(DuckDBDataReader reader, TableSchema schema)
    {
        var path = Path.GetRelativePath(table.Folder, reader.GetString(0)).Replace(Path.DirectorySeparatorChar, '/');
        var rows = Convert.ToInt64(reader.GetValue(1), null);
        var ranges = new Dictionary<string, ColumnRange>(StringComparer.Ordinal);
        foreach (DictionaryEntry column in (IDictionary)reader.GetValue(4))
        {
            // Each column has its statistics, under its name in quotes.
            ranges[((string)column.Key).Trim('"')] = Range((IDictionary)column.Value!);
        }

        var values = reader.IsDBNull(5) ? null : (IDictionary)reader.GetValue(5);
        var partition = schema.PartitionBy.ToDictionary(
            name => name, name => values?[name] as string, StringComparer.Ordinal);
        var file = new DataFile(
            path,
            Convert.ToInt64(reader.GetValue(2), null),
            rows,
            partition,
            Statistics.Write(rows, schema.FileColumns, ranges))
        {
            ModifiedAt = table.Lake.Clock.GetUtcNow().ToUnixTimeMilliseconds(),
            Mark = schema.Mark,
        };
        return (file, Lacking(schema, ranges, partition));
    }

    private static ColumnRange Range(IDictionary statistics)
    {
        var whole = statistics["has_nan"] as string != "true";
        return new ColumnRange(
            whole ? statistics["min"] as string : null,
            whole ? statistics["max"] as string : null,
            long.Parse((string)statistics["null_count"]!, null)); // DuckDB always counts the nulls.
    }

    private static string? Lacking(
        TableSchema schema, Dictionary<string, ColumnRange> ranges, Dictionary<string, string?> partition)
        => schema.Columns.FirstOrDefault(column => !column.Nullable
            && (partition.TryGetValue(column.Name, out var value) ? value is null
                : ranges.TryGetValue(column.Name, out var range) && range.Nulls > 0))?.Name;
}
