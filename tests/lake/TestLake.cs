using System.Globalization;
using DuckDB.NET.Data;
using Maltall.Lake.Files;

namespace Maltall.Lake.Tests;

/// <summary>A lake in a folder of its own, removed when the test ends. Its path has letters that must be
/// escaped.</summary>
public sealed class TestLake : IDisposable
{
    private static readonly Dictionary<string, string> NoNote = [];

    public TestLake()
    {
        Root = Path.Combine(Path.GetTempPath(), "maltall-lake", $"l'åke {Guid.NewGuid():n}");
        Clock = new TestClock();
        Lake = new DeltaLake(Root, Clock);
        Connection = LakeConnection.Open();
    }

    public string Root { get; }

    public TestClock Clock { get; }

    public DeltaLake Lake { get; }

    public DuckDBConnection Connection { get; }

    /// <summary>The same lake as another process would open it, with nothing remembered.</summary>
    public DeltaLake Fresh() => new(Root, Clock);

    public TableWriter Writer(string table) => new(Lake.Table(table), Connection);

    public static Write Rows(string select, params string[] key) => new(select, key, null, NoNote);

    public static Write Once(string select, string transaction) => new(select, [], transaction, NoNote);

    public long Append(string table, string select)
        => Version(Writer(table).Append(Rows(select), CancellationToken.None));

    public long Replace(string table, string select, params string[] key)
        => Version(Writer(table).ReplaceByKey(Rows(select, key), CancellationToken.None));

    public static long Version(CommitOutcome outcome) => Assert.IsType<CommitOutcome.Committed>(outcome).Version;

    /// <summary>All rows of a snapshot, sorted, each value as text; what the two engines are compared by.</summary>
    public IReadOnlyList<string> Read(Snapshot snapshot) => Sorted(Query(
        $"select * from {snapshot.ToSql()}", reader => string.Join(" | ", snapshot.Columns.Select((column, index) =>
            reader.IsDBNull(index) ? "∅" : Shown(column.Type, reader.GetValue(index))))));

    /// <summary>The newest rows of a table as another process would read them.</summary>
    public IReadOnlyList<string> Read(string table)
        => Read(Fresh().Table(table).Latest() ?? throw new InvalidOperationException($"There is no {table}."));

    public IReadOnlyList<T> Query<T>(string sql, Func<DuckDBDataReader, T> row) => Connection.Query(sql, row);

    public static IReadOnlyList<string> Sorted(IEnumerable<string> rows) => [.. rows.Order(StringComparer.Ordinal)];

    public static string Shown(ColumnType type, object value) => type switch
    {
        ColumnType.Timestamp => ((DateTime)value).ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture),
        ColumnType.Date when value is DateTime day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        ColumnType.Date => ((DateOnly)value).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        ColumnType.Double => ((double)value).ToString("R", CultureInfo.InvariantCulture),
        ColumnType.Decimal => ((decimal)value).ToString("F2", CultureInfo.InvariantCulture),
        ColumnType.Boolean => (bool)value ? "true" : "false",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!, // Neither text nor a number is null here.
    };

    /// <inheritdoc/>
    public void Dispose()
    {
        Connection.Dispose();
        if (Directory.Exists(Root))
        {
            Directory.Delete(Root, recursive: true);
        }
    }
}
