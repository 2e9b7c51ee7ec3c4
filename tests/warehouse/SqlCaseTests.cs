using Maltall.Lake;
using Maltall.Warehouse.Conform;
using Xunit;

namespace Maltall.Warehouse.Tests;

/// <summary>Each folder of <c>sql/</c> has landed rows and the conformed rows that must come of them.</summary>
public sealed class SqlCaseTests
{
    public static TheoryData<string> Cases => Repository.Cases("sql");

    [Theory]
    [MemberData(nameof(Cases))]
    public void Landed_rows_become_conformed_rows(string name)
    {
        var folder = Path.Combine(Repository.Tests, "sql", name);
        using var lake = TestLake.OfCase(folder);
        var candidate = lake.Conform().Candidate;

        var expectations = Directory.GetFiles(folder, "conformed.*.csv");

        Assert.NotEmpty(expectations);
        Assert.All(expectations, file =>
        {
            var table = Path.GetFileNameWithoutExtension(file).Replace('.', '/');
            var expected = File.ReadAllText(file);
            Assert.Equal(expected, Rows(lake.Lake, candidate, table, expected.Split('\n')[0]));
        });
    }

    /// <summary>The table's rows as CSV text: the columns asked for, in the table's own order.</summary>
    private static string Rows(DeltaLake lake, PublicationCandidate candidate, string table, string columns)
    {
        using var connection = LakeConnection.Open();
        using var command = connection.CreateCommand();
        var fields = columns.Split(',').Select(column => $"coalesce({column}::varchar, '')");
        var from = lake.Table(table).At(candidate.Versions[table]).ToSql();
        command.CommandText = $"select concat_ws(',', {string.Join(", ", fields)}) from {from}";
        using var reader = command.ExecuteReader();
        List<string> lines = [columns];
        while (reader.Read())
        {
            lines.Add(reader.GetString(0));
        }

        return string.Join('\n', lines) + "\n";
    }
}
