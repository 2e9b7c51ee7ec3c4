using System.Globalization;
using Maltall.Warehouse.Protect.Audit;
using Xunit;

namespace Maltall.Warehouse.Tests;

public sealed class ProtectAuditorTests
{
    public static TheoryData<string> CountCases => [.. ProtectCases.CountCases];

    [Theory]
    [MemberData(nameof(CountCases))]
    public void Bounds_of_the_reference_pattern_are_those_of_the_case(string name)
    {
        var rows = ProtectCases.Rows(name).Where(row => row["ref_suppressed"] == "1")
            .ToDictionary(row => row["cell_id"]);
        foreach (var (attacker, zerosArePublic) in new[] { ("nonneg", false), ("known_nonzero", true) })
        {
            if (!rows.Values.First().ContainsKey($"lo_{attacker}"))
            {
                continue;
            }

            var report = Audit(name, zerosArePublic);

            Assert.Equal(rows.Count, report.Verdicts.Count);
            Assert.All(report.Verdicts, verdict =>
            {
                Assert.Equal(Number(rows[verdict.Key][$"lo_{attacker}"]), verdict.Lower, 1e-5);
                Assert.Equal(Number(rows[verdict.Key][$"up_{attacker}"]), verdict.Upper, 1e-5);
            });
        }
    }

    [Theory]
    [MemberData(nameof(CountCases))]
    public void Recoverable_cells_of_the_reference_pattern_are_those_of_the_case(string name)
    {
        var single = ProtectCases.Expected(name).GetProperty("audit_of_reference_pattern")
            .GetProperty("integer_rounded_interval_single_value_cell_ids");
        foreach (var (attacker, zerosArePublic) in new[] { ("nonneg", false), ("known_nonzero", true) })
        {
            if (ProtectCases.Rows(name)[0].ContainsKey($"lo_{attacker}")
                && single.TryGetProperty(attacker, out var ids))
            {
                var report = Audit(name, zerosArePublic);

                Assert.Equal(ProtectCases.Ids(ids), report.Recoverable.ToHashSet());
            }
        }
    }

    [Theory]
    [InlineData("linked_example_local", 6)]
    [InlineData("linked_example_consistent", 4)]
    [InlineData("linked_example_super-consistent", 0)]
    public void Leaks_of_linked_patterns_are_found(string name, int leaks)
    {
        var report = Audit(name, zerosArePublic: true);

        Assert.Equal(leaks, report.Recoverable.Count);
        Assert.Equal(leaks, report.Verdicts.Count(verdict => verdict.IsComputable));
    }

    private static AuditReport Audit(string name, bool zerosArePublic)
    {
        using var cells = new StreamReader(ProtectCases.File(name, "cells.csv"));
        using var membership = new StreamReader(ProtectCases.File(name, "membership.csv"));
        var read = AuditReader.Read(cells, membership, ProtectCases.CountColumn(name), "ref_suppressed");
        return Auditor.Audit(new AuditRequest(read, zerosArePublic), TestContext.Current.CancellationToken);
    }

    private static double Number(string text) =>
        text == "inf" ? double.PositiveInfinity : double.Parse(text, CultureInfo.InvariantCulture);
}
