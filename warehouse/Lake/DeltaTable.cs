namespace Maltall.Lake;

/// <summary>One Delta table: its versions and its history. Rows are written by <see cref="TableWriter"/>.</summary>
public sealed class DeltaTable
{
    internal DeltaTable(DeltaLake lake, string name)
    {
        Lake = lake;
        Name = name;
        Folder = Path.Combine(lake.Root, name.Replace('/', Path.DirectorySeparatorChar));
    }

    /// <summary>Folders under the root of the lake, such as <c>landed/bit_application</c>.</summary>
    public string Name { get; }

    /// <summary>Full path of the folder of the table.</summary>
    public string Folder { get; }

    /// <summary>True when the table has at least one version.</summary>
    public bool Exists => throw new NotImplementedException(Lake.Root);

    internal DeltaLake Lake { get; }

    /// <summary>The newest version; null when the table does not exist.</summary>
    /// <exception cref="UserError">The table needs a newer reader than this one.</exception>
    public Snapshot? Latest() => throw new NotImplementedException(Lake.Root);

    /// <summary>The table as it was at a version.</summary>
    /// <param name="version">0 is the first.</param>
    /// <exception cref="UserError">There is no such version, or it can no longer be read.</exception>
    public Snapshot At(long version) => throw new NotImplementedException(Lake.Root);

    /// <summary>The table as it was at a moment; null when it did not exist then.</summary>
    /// <param name="time">A commit at this very moment is seen.</param>
    public Snapshot? At(DateTimeOffset time) => throw new NotImplementedException(Lake.Root);

    /// <summary>The commits that the log still holds, oldest first.</summary>
    public IReadOnlyList<CommitEntry> History() => throw new NotImplementedException(Lake.Root);

    /// <summary>Makes an empty table; does nothing when it exists with the same types and partition columns.</summary>
    /// <param name="columns">At least one that does not partition.</param>
    /// <param name="partitionBy">Names of columns whose values give folders; may be empty.</param>
    /// <param name="cancellation">Asked before the commit.</param>
    /// <exception cref="UserError">The table exists with another type of a column or other partition columns.</exception>
    public void Create(IReadOnlyList<Column> columns, IReadOnlyList<string> partitionBy, CancellationToken cancellation)
        => throw new NotImplementedException(Lake.Root);
}
