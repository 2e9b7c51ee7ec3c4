using Maltall.Etl.Fetch;
using Maltall.Lake;

namespace Maltall.Etl.Land;

/// <summary>Which of the broken rules of a source still call for something, as the lake is now.</summary>
/// <remarks>
/// A warning is open while the row stands in the landed table as that delivery brought it; one of a reference only
/// while what it names has not come. A rejected or blocking row is open until a later delivery for the same month, or
/// with the same file name, has landed: no value of it is kept by which it could be found again. Nothing of a
/// withdrawn delivery is open.
/// </remarks>
/// <param name="lake">The lake.</param>
/// <param name="catalog">The contracts.</param>
public sealed class OpenFindings(DeltaLake lake, ContractCatalog catalog)
{
    /// <summary>Those of the rejects that are open, in their order.</summary>
    /// <param name="contract">The source.</param>
    /// <param name="rejects">Its broken rules.</param>
    /// <param name="batches">Its deliveries.</param>
    public IReadOnlyList<Reject> Of(
        Contract contract, IReadOnlyList<Reject> rejects, IReadOnlyList<Batch> batches)
    {
        var settled = batches.Where(batch => batch.Status == "withdrawn" || IsFollowed(batch, batches))
            .Select(batch => batch.BatchId).ToHashSet();
        var withdrawn = batches.Where(batch => batch.Status == "withdrawn").Select(batch => batch.BatchId).ToHashSet();
        var standing = rejects.Any(OfARow) && lake.Table(contract.Table).Latest() is { } landed ? landed.ToSql() : null;
        var references = contract.LakeRules.OfType<LakeRule.Reference>().ToDictionary(
            rule => rule.Id, rule => Rows(standing, Unmet(contract, rule)));
        var all = Rows(standing, "true");
        return [.. rejects.Where(one => OfARow(one)
            ? !withdrawn.Contains(one.BatchId)
                && references.GetValueOrDefault(one.Rule, all).Contains((one.BatchId, one.Row))
            : !settled.Contains(one.BatchId))];
    }

    private static bool OfARow(Reject reject) => reject is { Severity: Severity.Warn, Row: > 0 };

    /// <summary>Whether a later delivery has come in a delivery's place.</summary>
    private static bool IsFollowed(Batch batch, IReadOnlyList<Batch> batches) => batches.Any(later =>
        later.Status == "landed" && later.BatchId != batch.BatchId && later.LandedAt >= batch.LandedAt
        && (later.File == batch.File || (batch.Period is not null && later.Period == batch.Period)));

    private string Unmet(Contract contract, LakeRule.Reference rule)
    {
        var to = lake.Table(rule.To == contract.Id ? contract.Table : catalog.Find(rule.To).Table).Latest();
        var named = rule.Columns.Select(column => $"landed.{Sql.Name(column)} is not null");
        var same = rule.Columns.Zip(rule.Key).Select(pair =>
            $"there.{Sql.Name(pair.Second)} = landed.{Sql.Name(pair.First)}");
        var there = to is null ? "" :
            $" and not exists (select 1 from {to.ToSql()} as there where {string.Join(" and ", same)})";
        return string.Join(" and ", named) + there;
    }

    private static HashSet<(string Batch, long Row)> Rows(string? landed, string where)
    {
        HashSet<(string, long)> rows = [];
        if (landed is null)
        {
            return rows;
        }

        using var connection = LakeConnection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"select _batch, _row from {landed} as landed where {where}";
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            rows.Add((reader.GetString(0), reader.GetInt64(1)));
        }

        return rows;
    }
}
