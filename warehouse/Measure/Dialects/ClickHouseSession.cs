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
    /// <summary>
    /// An older server can leave out without a word which version of a table is asked for, and read the newest:
    /// https://github.com/ClickHouse/ClickHouse/issues/100502.
    /// </summary>
    private static readonly Version Oldest = new(26, 4);

    private readonly ClickHouseConnection connection = new(server.Connection);
    private bool isNewEnough;

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
            RequireNewEnough();
            return command.ExecuteReader();
        }
        catch (ClickHouseServerException error)
        {
            throw new UserError(
                $"ClickHouse at {server.Place} refuses the question: {FirstLine(error.Message)}",
                "See whether clickhouse_lake is where the server sees the lake; "
                    + "docs/operations/scale-out.md says what it needs.");
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

    private void RequireNewEnough()
    {
        if (isNewEnough)
        {
            return;
        }

        using var command = connection.CreateCommand();
        command.CommandText = "select version()";
        var text = command.ExecuteScalar() as string;
        if (!Version.TryParse(text, out var version) || version < Oldest)
        {
            throw new UserError(
                $"ClickHouse at {server.Place} is {text}, which may read another version than the one published",
                $"Use ClickHouse {Oldest} or later.");
        }

        isNewEnough = true;
    }

    private static string FirstLine(string message)
    {
        var line = message.ReplaceLineEndings("\n").Split('\n')[0];
        return line.Length <= 300 ? line : $"{line[..300]}…";
    }
}
