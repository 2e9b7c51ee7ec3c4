using System.Globalization;
using DuckDB.NET.Data;
using Maltall.Etl.Fetch;
using Maltall.Lake;

namespace Maltall.Etl.Land;

/// <summary>
/// Finds what a landed table would hold without one delivery. A row of it stays when a later delivery brought the same
/// row; else the row that it replaced comes back, unless that was withdrawn too.
/// </summary>
/// <param name="lake">The lake.</param>
/// <param name="connection">Where temporary tables are made.</param>
/// <param name="contract">The source.</param>
/// <param name="batches">Its deliveries.</param>
internal sealed class WithdrawnRows(
    DeltaLake lake, DuckDBConnection connection, Contract contract, IReadOnlyList<Batch> batches)
{
    private readonly DeltaTable _table = lake.Table(contract.Table);
    private readonly Dictionary<string, long> _own = [];
    private readonly Dictionary<string, Batch> _credited = [];
    private readonly HashSet<string> _unread = [];

    /// <summary>Reads a kept delivery into <c>judged</c>, to be used; false when it is no longer kept.</summary>
    public required Func<Batch, Action<RowFates>, bool> Bring { get; init; }

    /// <summary>Deliveries whose repeated rows now count as landed, since what they repeated is gone.</summary>
    public IEnumerable<Batch> Credited => _credited.Values;

    /// <summary>Writes the table without the delivery's rows.</summary>
    public Withdrawn Take(Batch gone, CancellationToken cancellation)
    {
        if (Standing(gone) is not { } latest)
        {
            return new Withdrawn(gone, 0, 0, 0, []);
        }

        foreach (var entry in _table.History().Where(entry => entry.Note.ContainsKey("batch")))
        {
            _own[entry.Note["batch"]] = entry.Version;
        }

        Run($"create temp table going as from {latest.ToSql()} where _batch = {Sql.Text(gone.BatchId)}");
        Run("create temp table back as from going limit 0");
        var rows = Number("select count(*) from going");
        var (repeated, restored) = (0L, 0L);
        var pending = new Queue<(string Batch, long Before)>([(gone.BatchId, long.MaxValue)]);
        while (pending.TryDequeue(out var next))
        {
            cancellation.ThrowIfCancellationRequested();
            repeated += Repeated(next, gone);
            var (came, again) = Earlier(next, gone);
            restored += came;
            again.ForEach(pending.Enqueue);
        }

        var select = $"from {latest.ToSql()} where _batch <> {Sql.Text(gone.BatchId)} union all by name from back";
        if (rows > 0)
        {
            new TableWriter(_table, connection).ReplaceAll(new Write(select, [], $"withdraw/{gone.BatchId}",
                new Dictionary<string, string> { ["withdrawn"] = gone.BatchId }), cancellation);
        }

        return new Withdrawn(gone, rows, restored, repeated, [.. _unread]);
    }

    /// <summary>
    /// The table as it was before this withdrawal: an interrupted one may have committed the rows without recording it,
    /// and must come to the same when it is done again.
    /// </summary>
    private Snapshot? Standing(Batch gone)
    {
        var done = _table.History().LastOrDefault(entry => entry.Note.GetValueOrDefault("withdrawn") == gone.BatchId);
        return done is null ? _table.Latest() : _table.At(done.Version - 1);
    }

    /// <summary>Lets rows stay that a delivery after theirs, before the one that replaced them, brought too.</summary>
    private long Repeated((string Batch, long Before) at, Batch gone)
    {
        var from = _own.GetValueOrDefault(at.Batch, -1);
        var later = batches.Where(one => one is { Status: "landed", Duplicate: > 0 } && one.BatchId != gone.BatchId)
            .Select(one => (Batch: one, Version: _own.GetValueOrDefault(one.BatchId, -1)))
            .Where(one => one.Version > from && one.Version < at.Before).OrderBy(one => one.Version);
        var stay = 0L;
        foreach (var (batch, _) in later.ToList())
        {
            if (Number($"select count(*) from going where _batch = {Sql.Text(at.Batch)}") == 0)
            {
                break;
            }

            if (!Bring(batch, fates => stay += Stay(at.Batch, batch, fates)))
            {
                _unread.Add(batch.BatchId);
            }
        }

        return stay;
    }

    private long Stay(string from, Batch by, RowFates fates)
    {
        var same = string.Join(" and ", contract.Landed.Select(column => Sql.Name(column.As))
            .Select(name => $"going.{name} is not distinct from again.{name}"));
        Run($"""
            create or replace temp table staying as
            select going.* replace ({Sql.Text(by.BatchId)} as _batch, again._row as _row)
            from going join ({fates.Landed("true as _sound")}) as again on {same}
            where going._batch = {Sql.Text(from)}
            """);
        var stay = Number("select count(*) from staying");
        Run($"""
            insert into back by name from staying;
            delete from going
            where _batch = {Sql.Text(from)} and ({Key("going")}) in (select ({Key("staying")}) from staying)
            """);
        var counted = _credited.GetValueOrDefault(by.BatchId, by);
        _credited[by.BatchId] = counted with
        {
            Landed = counted.Landed + stay, Duplicate = counted.Duplicate - stay,
        };
        return stay;
    }

    /// <summary>Brings the rows back that stood before a delivery; withdrawn ones are looked at further.</summary>
    private (long Came, List<(string, long)> Again) Earlier((string Batch, long Before) at, Batch gone)
    {
        var own = _own.GetValueOrDefault(at.Batch, -1);
        if (own <= 0)
        {
            Run($"delete from going where _batch = {Sql.Text(at.Batch)}");
            return (0, []);
        }

        Run($"""
            create or replace temp table earlier as
            select before.* from {_table.At(own - 1).ToSql()} as before
            where ({Key("before")}) in (select ({Key("going")}) from going where _batch = {Sql.Text(at.Batch)})
            """);
        Run($"delete from going where _batch = {Sql.Text(at.Batch)}");
        var withdrawn = batches.Where(one => one.Status == "withdrawn").Select(one => one.BatchId)
            .Append(gone.BatchId).Select(Sql.Text).ToList();
        var isWithdrawn = $"_batch in ({string.Join(", ", withdrawn)})";
        Run($"insert into going by name from earlier where {isWithdrawn}");
        Run($"insert into back by name from earlier where not ({isWithdrawn})");
        var again = Texts($"select distinct _batch from earlier where {isWithdrawn}");
        var came = Number($"select count(*) from earlier where not ({isWithdrawn})");
        return (came, [.. again.Select(one => (one, own))]);
    }

    private string Key(string table) => string.Join(", ", contract.Key.Select(name => $"{table}.{Sql.Name(name)}"));

    private List<string> Texts(string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var texts = new List<string>();
        while (reader.Read())
        {
            texts.Add(reader.GetString(0));
        }

        return texts;
    }

    private long Number(string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    private void Run(string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
