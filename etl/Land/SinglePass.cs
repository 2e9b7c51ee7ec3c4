using System.Globalization;
using DuckDB.NET.Data;
using Maltall.Etl.Validate;
using Maltall.Lake;

namespace Maltall.Etl.Land;

/// <summary>Judges and writes a delivery in one pass, with no row held.</summary>
/// <param name="table">An empty table.</param>
/// <param name="connection">Reads deliveries.</param>
/// <param name="rules">The rules.</param>
internal sealed class SinglePass(DeltaTable table, DuckDBConnection connection, RowRules rules)
{
    /// <summary>The rows that break a rule.</summary>
    public BrokenRows Broken { get; } = new(rules.Masks);

    /// <summary>Writes the sound rows, and gives their number.</summary>
    /// <param name="rows">The delivery.</param>
    /// <param name="write">The write, from what stands after <c>from</c> and gives the sound rows.</param>
    /// <param name="cancellation">Asked before the commit.</param>
    public long Land(DeliveryRows rows, Func<string, Write> write, CancellationToken cancellation)
    {
        KeepFunction.Register(connection, rules.Masks);
        var sink = KeepFunction.Open(Broken);
        var landed = 0L;
        try
        {
            DeliveryFunction.Read(rows, delivery =>
            {
                rows.Beginning = Broken.Clear;
                var masks = string.Join(", ", Enumerable.Range(0, rules.Masks).Select(RowRules.Mask));
                var sound = string.Create(CultureInfo.InvariantCulture, $"""
                    (select * from ({rules.Judge(delivery)}) as judged
                     where {KeepFunction.Name}_{rules.Masks}({sink}::bigint, _row, {masks}))
                    """);
                Run("set preserve_insertion_order = false");
                landed = Written(write(sound), cancellation);
            });
        }
        finally
        {
            Run("set preserve_insertion_order = true");
            KeepFunction.Close(sink);
        }

        return landed;
    }

    /// <summary>Writes; rows that an interrupted landing committed already are counted in their place.</summary>
    private long Written(Write write, CancellationToken cancellation)
    {
        if (new TableWriter(table, connection).Append(write, cancellation) is CommitOutcome.Committed committed)
        {
            return committed.RowsWritten;
        }

        using var command = connection.CreateCommand();
        command.CommandText = $"select count(*) from ({write.Select})";
        return (long)(command.ExecuteScalar() ?? 0L);
    }

    private void Run(string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
