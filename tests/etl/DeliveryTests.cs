using System.Text;
using Xunit;

namespace Maltall.Etl.Tests;

public sealed class DeliveryTests
{
    public static TheoryData<string> Cases => new(Directory.GetDirectories(DeliveryCase.Home)
        .Select(folder => Path.GetFileName(folder)).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Cases))]
    public void Of_each_delivery_comes_what_its_case_states(string name)
    {
        var one = new DeliveryCase(name);
        using var lake = new TestLake();

        var readings = lake.Land(one.Contract, one.Files);

        foreach (var ((text, isPart), reading) in one.Outcomes.Zip(readings))
        {
            var outcome = DeliveryCase.Outcome(reading);
            Assert.True(isPart ? reading is Reading.Refused && outcome.Contains(text[9..], StringComparison.Ordinal)
                : outcome == text, $"{name}: {text} was expected, and came {outcome}");
        }

        var (columns, rows) = one.Landed(lake.Secret);
        Assert.Equal(rows, LandedRows(lake, one.Contract, columns));
        Assert.Equal(one.Rejects, lake.Log.Rejects(one.Contract.Id)
            .Select(reject => FormattableString.Invariant(
                $"{reject.File}|{reject.Row}|{reject.Column ?? "NULL"}|{reject.Rule}"))
            .Order(StringComparer.Ordinal));
        Assert.All(lake.Log.Batches(), batch =>
            Assert.Equal(batch.RowsIn, batch.Landed + batch.Rejected + batch.Duplicate));
        AssertUnspoken(lake, one.Secrets, readings);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Landing_all_of_it_again_changes_nothing(string name)
    {
        var one = new DeliveryCase(name);
        using var lake = new TestLake();
        lake.Land(one.Contract, one.Files);
        var before = State(lake);

        var again = lake.Land(one.Contract, one.Files);

        Assert.Equal(before, State(lake));
        Assert.DoesNotContain(again, reading => reading is Reading.Accepted);
    }

    [Fact]
    public void The_truth_before_a_correction_stays_readable()
    {
        var one = new DeliveryCase("corrected_redelivery");
        using var lake = new TestLake();
        lake.Land(one.Contract, one.Files[0]);
        var before = lake.Lake.Table(one.Contract.Table).Latest()!.Version;

        lake.Land(one.Contract, one.Files[1]);

        var then = lake.Lake.Table(one.Contract.Table).At(before).ToSql();
        Assert.Equal("0", TestLake.Rows(Children(then))[0]);
        Assert.Equal("3", TestLake.Rows(Children(lake.Landed(one.Contract)))[0]);

        static string Children(string table) =>
            $"select child_count from {table} where application_id = 'S00000002'";
    }

    private static IReadOnlyList<string> LandedRows(TestLake lake, Contract contract, string[] columns)
    {
        if (!lake.Lake.Table(contract.Table).Exists)
        {
            return [];
        }

        var texts = columns.Select(name =>
            $@"replace(replace(cast(""{name}"" as varchar), chr(13), '\r'), chr(10), '\n')");
        var chosen = columns.Length == 0 ? "1" : string.Join(", ", texts);
        return [.. TestLake.Rows($"select {chosen} from {lake.Landed(contract)}").Order(StringComparer.Ordinal)];
    }

    private static string State(TestLake lake) => string.Join('\n', lake.Lake.TableNames()
        .Select(name => $"{name} {lake.Lake.Table(name).Latest()?.Version}")
        .Concat(lake.Log.Batches().Select(batch => batch.ToString())));

    private static void AssertUnspoken(TestLake lake, IReadOnlyList<string> secrets, IReadOnlyList<Reading> readings)
    {
        var said = new StringBuilder(string.Join('\n', readings.Select(reading => reading.ToString())));
        foreach (var name in lake.Lake.TableNames())
        {
            if (lake.Lake.Table(name).Latest() is { } snapshot)
            {
                said.AppendJoin('\n', TestLake.Rows($"from {snapshot.ToSql()}"));
            }
        }

        foreach (var file in Directory.EnumerateFiles(lake.Lake.Root, "*", SearchOption.AllDirectories))
        {
            var bytes = File.ReadAllBytes(file);
            said.Append(file).Append(Encoding.UTF8.GetString(bytes)).Append(Encoding.Latin1.GetString(bytes));
        }

        var text = said.ToString();
        Assert.All(secrets, secret => Assert.False(
            text.Contains(secret, StringComparison.Ordinal), "a personal value of the delivery stands in the lake"));
    }
}
