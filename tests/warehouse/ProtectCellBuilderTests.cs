using Maltall.Lake;
using Maltall.Warehouse.Protect.Suppress;
using Xunit;

namespace Maltall.Warehouse.Tests;

public sealed class ProtectCellBuilderTests
{
    private const string Districts =
        """
        bydel:
          Groruddalen: [Alna, Bjerke, Grorud, Stovner]
          Sør: [Nordstrand, Østensjø]
        """;

    [Fact]
    public void Groups_and_totals_are_crossed()
    {
        const string rows = "bydel,type,antall\nAlna,Enslig,5\nBjerke,Enslig,7\nNordstrand,Familie,9\n";

        var cells = CellBuilder.Build(
            new StringReader(rows), "antall", ["bydel", "type"], Hierarchy.Read(new StringReader(Districts)));

        var counts = cells.ToDictionary(cell => cell.Key, cell => cell.Count);
        Assert.Equal(12, counts["Groruddalen|Enslig"]);
        Assert.Equal(9, counts["Sør|Total"]);
        Assert.Equal(21, counts["Total|Total"]);
        Assert.DoesNotContain("Groruddalen|Familie", counts.Keys);
    }

    [Fact]
    public void The_oslo_case_is_built_from_its_inner_cells()
    {
        var rows = ProtectCases.Rows("oslo_dev_maxN4", "inner.csv");
        var groups = rows.GroupBy(row => row["omrade"]).ToDictionary(
            area => area.Key, area => (IReadOnlyList<string>)[.. area.Select(row => row["bydel"]).Distinct()]);
        var hierarchy = new Hierarchy(
            new Dictionary<string, IReadOnlyDictionary<string, IReadOnlyList<string>>> { ["bydel"] = groups });
        using var inner = new StreamReader(ProtectCases.File("oslo_dev_maxN4", "inner.csv"));

        var cells = CellBuilder.Build(inner, "antall", ["bydel", "hustype", "botid", "aar"], hierarchy);

        var expected = ProtectCases.Rows("oslo_dev_maxN4").ToDictionary(
            row => $"{row["bydel"]}|{row["hustype"]}|{row["botid"]}|{row["aar"]}", row => row["antall"]);
        Assert.Equal(
            expected.OrderBy(cell => cell.Key, StringComparer.Ordinal),
            cells.Select(cell => KeyValuePair.Create(cell.Key, $"{cell.Count}"))
                .OrderBy(cell => cell.Key, StringComparer.Ordinal));
    }

    [Fact]
    public void A_broken_hierarchy_is_a_wrong_request()
    {
        Assert.Throws<UserError>(() => Hierarchy.Read(new StringReader("bydel: [Alna")));
    }
}
