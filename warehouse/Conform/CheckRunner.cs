using System.Globalization;
using DuckDB.NET.Data;
using Maltall.Lake;

namespace Maltall.Warehouse.Conform;

/// <summary>Runs the checks of <c>warehouse/checks</c>; each selects the rows that are wrong.</summary>
/// <param name="lake">The lake.</param>
/// <param name="warehouseFolder">The folder <c>warehouse</c>, with <c>checks/</c>.</param>
/// <param name="expected">As for <see cref="Conformer"/>.</param>
public sealed class CheckRunner(
    DeltaLake lake, string warehouseFolder, IReadOnlyDictionary<string, IReadOnlyList<Column>> expected)
{
    /// <summary>Checks a candidate.</summary>
    /// <param name="candidate">The versions to check.</param>
    /// <param name="cancellation">Asked once per check.</param>
    /// <exception cref="UserError">A check's header is wrong, or it cannot run.</exception>
    public CheckReport Run(PublicationCandidate candidate, CancellationToken cancellation)
    {
        using var connection = LakeConnection.Open();
        var views = new RoomViews(lake, connection, candidate.Versions, OperationTables.With(expected));
        List<CheckResult> results = [];
        foreach (var file in SqlFile.ReadAll(Path.Combine(warehouseFolder, "checks"), ["severity", "reads"]))
        {
            cancellation.ThrowIfCancellationRequested();
            foreach (var name in file.Reads)
            {
                views.Show(name);
            }

            results.Add(new CheckResult(file.Name, Severity(file), WrongRows(file, connection), file.Description));
        }

        return new CheckReport(results);
    }

    private static CheckSeverity Severity(SqlFile file) => file.Fields["severity"] switch
    {
        "error" => CheckSeverity.Error,
        "warning" => CheckSeverity.Warning,
        var word => throw new UserError($"checks/{file.Name}.sql: severity '{word}'", "Write error or warning."),
    };

    private static long WrongRows(SqlFile file, DuckDBConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"select count(*) from (\n{file.Select}\n) as wrong";
        try
        {
            return Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture);
        }
        catch (DuckDBException error)
        {
            throw new UserError($"checks/{file.Name}.sql cannot run", error.Message);
        }
    }
}
