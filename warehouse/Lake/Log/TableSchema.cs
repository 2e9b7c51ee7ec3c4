using System.Security.Cryptography;
using System.Text;

namespace Maltall.Lake.Log;

/// <summary>The metadata of a table: its columns, its partition columns and its settings.</summary>
/// <param name="Id">Identifies the table whatever its folder.</param>
/// <param name="Columns">Columns in order.</param>
/// <param name="PartitionBy">Names of the columns whose values give folders.</param>
/// <param name="CreatedAt">Milliseconds since 1970 UTC.</param>
/// <param name="Configuration">Settings as other engines left them.</param>
internal sealed record TableSchema(
    string Id,
    IReadOnlyList<Column> Columns,
    IReadOnlyList<string> PartitionBy,
    long CreatedAt,
    IReadOnlyDictionary<string, string> Configuration)
{
    private IReadOnlyDictionary<string, int>? marks;

    /// <summary>The columns that stand in the files, in order: all but the partition columns.</summary>
    public IReadOnlyList<Column> FileColumns => [.. Columns.Where(column => !IsPartition(column.Name))];

    /// <summary>The mark of a file that holds all of <see cref="FileColumns"/>.</summary>
    public string Mark => Marks.MaxBy(mark => mark.Value).Key;

    /// <summary>
    /// The number of leading file columns for every mark that a file of this table may carry. Columns are only ever
    /// added at the end, so the mark tells which columns a file lacks, and its footer need not be opened to know.
    /// </summary>
    public IReadOnlyDictionary<string, int> Marks => marks ??= BuildMarks();

    /// <summary>A new table.</summary>
    public static TableSchema New(IReadOnlyList<Column> columns, IReadOnlyList<string> partitionBy, DateTimeOffset now)
        => Checked(new TableSchema(
            Guid.NewGuid().ToString(),
            columns,
            [.. partitionBy.Select(name => columns.FirstOrDefault(column => Same(column.Name, name))?.Name ?? name)],
            now.ToUnixTimeMilliseconds(),
            new Dictionary<string, string>()));

    /// <summary>This table with other columns.</summary>
    public TableSchema With(IReadOnlyList<Column> columns)
        => Checked(new TableSchema(Id, columns, PartitionBy, CreatedAt, Configuration));

    /// <summary>The column of a name, in whatever case; null when there is none.</summary>
    public Column? Find(string name) => Columns.FirstOrDefault(column => Same(column.Name, name));

    /// <summary>True when the column gives folders.</summary>
    public bool IsPartition(string name) => PartitionBy.Any(partition => Same(partition, name));

    /// <summary>True when the columns and partition columns are the same, in the same order.</summary>
    public bool Matches(TableSchema other)
        => Columns.SequenceEqual(other.Columns) && PartitionBy.SequenceEqual(other.PartitionBy, StringComparer.Ordinal);

    /// <summary>Names are compared as the Delta protocol does, without regard to case.</summary>
    public static bool Same(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);

    private static TableSchema Checked(TableSchema schema)
    {
        const string Forbidden = " ,;{}()\n\t=\"'";
        var bad = schema.Columns.FirstOrDefault(column => column.Name is "" || column.Name.Any(Forbidden.Contains));
        var twice = schema.Columns.GroupBy(column => column.Name, StringComparer.OrdinalIgnoreCase)
            .FirstOrDefault(group => group.Count() > 1);
        var partition = schema.PartitionBy.FirstOrDefault(name => !CanPartition(schema.Find(name)));
        return bad is not null ? throw new UserError(
                $"\"{bad.Name}\" cannot name a column.", "Use letters, digits and _.")
            : twice is not null ? throw new UserError(
                $"There are two columns {twice.Key}.", "Give each column its own name.")
            : partition is not null ? throw new UserError(
                $"The column {partition} cannot give folders.",
                "Partition by a text, whole number, date or truth column of the table that is no pseudonym.")
            : schema.Columns.Count == schema.PartitionBy.Count ? throw new UserError(
                "A table needs a column that gives no folders.", "Partition by fewer columns.")
            : schema;
    }

    private static bool CanPartition(Column? column)
        => column?.Type is ColumnType.Text or ColumnType.Integer or ColumnType.Long or ColumnType.Date
            or ColumnType.Boolean && !column.Name.EndsWith("pseudonym", StringComparison.OrdinalIgnoreCase);

    private Dictionary<string, int> BuildMarks()
    {
        var found = new Dictionary<string, int>(StringComparer.Ordinal);
        var text = new StringBuilder();
        foreach (var (index, column) in FileColumns.Index())
        {
            text.Append(column.Name).Append(' ').Append(column.Type).Append('\n');
            var hash = SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString()));
            found[$"{index + 1}-{Convert.ToHexStringLower(hash.AsSpan(0, 4))}"] = index + 1;
        }

        return found;
    }
}
