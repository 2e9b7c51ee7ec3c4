using DuckDB.NET.Data;
using Maltall.Etl.Fetch;
using Maltall.Etl.Validate;

namespace Maltall.Etl.Land;

/// <summary>
/// Counts the rows of a monthly delivery by district, or what else the contract expects by, in the temporary table
/// <c>arrival</c>.
/// </summary>
/// <param name="connection">Where the tables are.</param>
/// <param name="contract">The contract.</param>
/// <param name="rules">Gives the code list.</param>
internal sealed class ArrivalCollector(DuckDBConnection connection, Contract contract, RowRules rules)
{
    /// <summary>Counts the rows that were judged.</summary>
    public void FromJudged(Batch batch, RowFates fates) => Collect(batch, by => fates.Fallen(by));

    /// <summary>Counts the rows that were landed; of those rejected nothing is known.</summary>
    /// <param name="batch">The delivery.</param>
    /// <param name="landed">SQL of the landed table.</param>
    public void FromLanded(Batch batch, string? landed) => Collect(batch, by =>
        landed is null ? null : $"select {by}, false from {landed} as lake where _batch = {Sql.Text(batch.BatchId)}");

    private void Collect(Batch batch, Func<string, string?> select)
    {
        if (contract.Arrives != "monthly" || (contract.Expected?.By ?? contract.DistrictColumn) is not { } by
            || select(Sql.Name(by)) is not { } rows)
        {
            return;
        }

        var codes = rules.For(contract.Landed.First(column => column.As == by)).Codes;
        var known = codes.Count == 0 ? "unit is not null" : $"unit in ({string.Join(", ", codes.Select(Sql.Text))})";
        using var command = connection.CreateCommand();
        command.CommandText = $"""
            insert into arrival
            select {Sql.Text(batch.BatchId)}, {Sql.Text(batch.Source)}, unit,
                count(*) filter (not fallen), count(*) filter (fallen)
            from ({rows}) as row (unit, fallen) where {known} group by unit
            """;
        command.ExecuteNonQuery();
    }
}
