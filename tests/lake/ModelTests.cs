using System.Globalization;
using CsCheck;

namespace Maltall.Lake.Tests;

/// <summary>Whatever the order of writes, a table holds what a list in memory would, at each version.</summary>
public sealed class ModelTests
{
    private const string Name = "landed/model";

    private static readonly Gen<(int Kind, long First, int Count)[]> Steps =
        Gen.Select(Gen.Int[0, 6], Gen.Long[0, 12], Gen.Int[0, 5]).Array[1, 25];

    [Fact]
    public void A_table_equals_a_list_in_memory() => Steps.Sample(Run, iter: 40, threads: 1);

    private static void Run((int Kind, long First, int Count)[] steps)
    {
        using var lake = new TestLake();
        lake.Lake.Table(Name).Create(
            [new("part", ColumnType.Text), new("id", ColumnType.Long), new("step", ColumnType.Long)],
            ["part"],
            CancellationToken.None);
        var rows = new List<Row>();
        var versions = new Dictionary<long, IReadOnlyList<string>>();
        foreach (var (number, (kind, first, count)) in steps.Index())
        {
            var added = Enumerable.Range(0, count)
                .Select(offset => new Row($"{(first + offset) % 3}", first + offset, number, null)).ToList();
            Apply(lake, kind, ref rows, added);
            versions[lake.Lake.Table(Name).Latest()!.Version] = Shown(rows, lake.Lake.Table(Name).Latest()!);
        }

        Assert.All(versions, one => Assert.Equal(one.Value, lake.Read(lake.Fresh().Table(Name).At(one.Key))));
    }

    private static void Apply(TestLake lake, int kind, ref List<Row> rows, List<Row> added)
    {
        var writer = lake.Writer(Name);
        var extra = kind == 1 ? "late" : null;
        added = added.ConvertAll(row => row with { Extra = extra });
        var write = TestLake.Rows(Select(added, extra), "id");
        switch (kind)
        {
            case 0 or 1:
                writer.Append(write, CancellationToken.None);
                rows = [.. rows, .. added];
                break;
            case 2 or 3:
                writer.ReplaceByKey(write, CancellationToken.None);
                rows = [.. rows.Where(row => !added.Exists(one => one.Id == row.Id)), .. added];
                break;
            case 4:
                writer.ReplacePartitions(write, CancellationToken.None);
                rows = [.. rows.Where(row => !added.Exists(one => one.Part == row.Part)), .. added];
                break;
            case 5:
                writer.Compact(2, CancellationToken.None);
                break;
            default:
                writer.ReplaceAll(write, CancellationToken.None);
                rows = added;
                break;
        }
    }

    private static string Select(List<Row> rows, string? extra)
    {
        var values = rows.Select(row => string.Create(
            CultureInfo.InvariantCulture,
            $"select '{row.Part}' as part, {row.Id}::bigint as id, {row.Step}::bigint as step"));
        var select = rows.Count == 0 ? "select '' as part, 0::bigint as id, 0::bigint as step where false"
            : string.Join(" union all ", values);
        return extra is null ? select : $"select *, '{extra}' as extra from ({select})";
    }

    private static IReadOnlyList<string> Shown(List<Row> rows, Snapshot snapshot)
        => TestLake.Sorted(rows.Select(row =>
        {
            var extra = snapshot.Columns.Count > 3 ? $" | {row.Extra ?? "∅"}" : "";
            return string.Create(CultureInfo.InvariantCulture, $"{row.Part} | {row.Id} | {row.Step}{extra}");
        }));

    private sealed record Row(string Part, long Id, long Step, string? Extra);
}
