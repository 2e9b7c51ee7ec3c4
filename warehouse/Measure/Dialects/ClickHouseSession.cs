using System.Data.Common;
using ClickHouse.Driver;
using ClickHouse.Driver.ADO;
using ClickHouse.Driver.ADO.Parameters;
using Maltall.Lake;

namespace Maltall.Warehouse.Measure.Dialects;

/// <summary>Asks a ClickHouse server, one question at a time.</summary>
/// <param name="server">The server.</param>
internal sealed class ClickHouseSession(ClickHouseServer server) : IDisposable
{
    private readonly ClickHouseConnection connection = new(server.Connection);

    /// <summary>A question with its values.</summary>
    /// <param name="question">Written in the dialect of ClickHouse.</param>
    internal DbCommand Prepare(CompiledQuestion question)
    {
        var command = connection.CreateCommand();
        command.CommandText = question.Sql;
        foreach (var value in question.Values)
        {
            command.Parameters.Add(new ClickHouseDbParameter { ParameterName = value.Name, Value = value.Value });
        }

        return command;
    }

    /// <summary>Rows of a question.</summary>
    /// <exception cref="UserError">The server is not there, or refuses the question.</exception>
    internal DbDataReader Run(DbCommand command)
    {
        try
        {
            return command.ExecuteReader();
        }
        catch (ClickHouseServerException error)
        {
            throw new UserError(
                $"ClickHouse at {server.Place} refuses the question: {FirstLine(error.Message)}",
                "See whether clickhouse_lake is where the server sees the lake; docs/operations/scale-out.md says what it needs.");
        }
        catch (Exception error) when (error is HttpRequestException or TaskCanceledException or IOException)
        {
            throw new UserError(
                $"ClickHouse does not answer at {server.Place}",
                "Start it, correct the setting clickhouse, or ask without --engine clickhouse.");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => connection.Dispose();

    private static string FirstLine(string message)
    {
        var line = message.ReplaceLineEndings("\n").Split('\n')[0];
        return line.Length <= 300 ? line : $"{line[..300]}…";
    }
}
