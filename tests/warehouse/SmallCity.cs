using System.Globalization;
using Maltall.Lake;
using Maltall.Warehouse.Conform;
using Maltall.Warehouse.Measure;
using Xunit;

namespace Maltall.Warehouse.Tests;

/// <summary>One application as the register delivers it.</summary>
internal sealed record Asked(string Id, string District, string Received)
{
    public string? Decision { get; init; }

    public string? Decided { get; init; }

    public string? Mapped { get; init; }

    public string Type { get; init; } = "enslig";
}

/// <summary>Applications of a small city, published as often as a test needs.</summary>
internal static class SmallCity
{
    /// <summary>Twelve of Alna's in 2011, four of them for couples; the year is delivered whole.</summary>
    public static IReadOnlyList<Asked> Twelve { get; } =
    [
        .. Enumerable.Range(1, 12).Select(number => new Asked(Id(number), "12", Day(2011, number, 5))
        {
            Type = number <= 8 ? "enslig" : "par_uten_barn",
        }),
    ];

    /// <summary>Number of an application.</summary>
    public static string Id(int number) => string.Create(CultureInfo.InvariantCulture, $"S{number:00000000}");

    public static string Day(int year, int month, int day) =>
        new DateOnly(year, month, day).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>Lands rows in the place of those before; months from January 2011 to the last are delivered.</summary>
    public static void Land(TestLake lake, IReadOnlyList<Asked>? rows = null, string lastMonth = "2011-12")
    {
        var values = string.Join(", ", (rows ?? Twelve).Select(row =>
            $"('{row.Id}', '{row.District}', '{row.Type}', '{row.Received}', {Text(row.Decision)}, "
            + $"{Text(row.Decided)}, {Text(row.Mapped)})"));
        lake.Land("landed/bit_application", $"""
            select id as application_id, 'h' || id as household_pseudonym, district as district_code,
                type as household_type, 1 as bedrooms_needed, received as received_on, decision,
                decided as decided_on, mapped as mapped_on, 'b-2011-01' as _batch
            from (values {values}) as rows (id, district, type, received, decision, decided, mapped)
            """);
        lake.Land("operations/batch", $"""
            select 'b-' || strftime(month, '%Y-%m') as batch_id, 'bit_application' as source, 1000 as rows_in,
                1000 as landed, 0 as rejected, 0 as duplicate, 'landed' as status, true as synthetic,
                strftime(month, '%Y-%m') as period
            from generate_series(date '2011-01-01', date '{lastMonth}-01', interval 1 month) as months (month)
            """);
    }

    /// <summary>Publishes what is landed, by the files of a folder.</summary>
    public static Publication Publish(TestLake lake, string warehouse)
    {
        var token = TestContext.Current.CancellationToken;
        var candidate = new Conformer(lake.Lake, warehouse, TestLake.Expected).Run(token).Candidate with
        {
            Definitions = DefinitionSet.Read(warehouse),
        };
        var outcome = Publisher.Publish(lake.Lake, candidate, lake.Check(candidate), "run", token);
        return Assert.IsType<PublishOutcome.Published>(outcome).Publication;
    }

    /// <summary>Opens what readers saw at a moment, with the definitions of its publication.</summary>
    public static Analysis Open(TestLake lake, DateTimeOffset moment) =>
        Analysis.OpenAsKnown(lake.Lake, moment, () => Definitions.Load(Repository.Warehouse));

    private static string Text(string? value) => value is null ? "null" : $"'{value}'";
}

/// <summary>A copy of the folder <c>warehouse</c> that a test may change.</summary>
internal sealed class WarehouseCopy : IDisposable
{
    public WarehouseCopy()
    {
        foreach (var room in new[] { "indicators", "goals", "sql", "checks" })
        {
            Directory.CreateDirectory(Path.Combine(Folder, room));
            foreach (var file in Directory.GetFiles(Path.Combine(Repository.Warehouse, room)))
            {
                File.Copy(file, Path.Combine(Folder, room, Path.GetFileName(file)));
            }
        }
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("maltall-warehouse-copy-").FullName;

    public void Change(string file, string from, string to)
    {
        var path = Path.Combine(Folder, file);
        var text = File.ReadAllText(path);
        Assert.Contains(from, text, StringComparison.Ordinal);
        File.WriteAllText(path, text.Replace(from, to, StringComparison.Ordinal));
    }

    public void Dispose() => Directory.Delete(Folder, true);
}
