using Maltall.Warehouse.Protect.Suppress;
using Xunit;

namespace Maltall.Warehouse.Tests;

public sealed class ProtectSuppressorTests
{
    public static TheoryData<string> CountCases => [.. ProtectCases.CountCases];

    [Theory]
    [MemberData(nameof(CountCases))]
    public void Sensitive_cells_are_those_of_the_case(string name)
    {
        var expected = ProtectCases.Expected(name);

        var primary = RequestOf(name).Primary;

        Assert.Equal(ProtectCases.Ids(expected.GetProperty("primary_cell_ids")), primary);
    }

    [Theory]
    [MemberData(nameof(CountCases))]
    public void A_case_is_protected_by_few_hidden_cells(string name)
    {
        var most = ProtectCases.Expected(name)
            .GetProperty("acceptance_for_own_suppression").GetProperty("max_suppressed_cells");
        var request = RequestOf(name);

        var safe = Assert.IsType<Suppression.Safe>(Suppressor.Protect(request, TestContext.Current.CancellationToken));

        var hidden = safe.Status.Values.Count(status => status != CellStatus.Published);
        TestContext.Current.TestOutputHelper?.WriteLine($"{name}: {hidden} hidden, {safe.Rounds} rounds");
        Assert.True(
            most.ValueKind == System.Text.Json.JsonValueKind.Null || hidden <= most.GetInt32(), $"{hidden} hidden");
    }

    internal static SuppressionRequest RequestOf(string name)
    {
        var rule = ProtectCases.Expected(name).GetProperty("rule");
        var zeros = rule.GetProperty("zeros_are_primary").GetBoolean() ? ZeroPolicy.Protected : ZeroPolicy.Public;
        var rules = new PrimaryRules(rule.GetProperty("primary_max_count").GetInt32(), zeros);
        using var cells = new StreamReader(ProtectCases.File(name, "cells.csv"));
        using var membership = new StreamReader(ProtectCases.File(name, "membership.csv"));
        var read = CellReader.Read(cells, membership, ProtectCases.CountColumn(name));
        var primary = read.Where(cell => rules.IsSensitive(cell.Count)).Select(cell => cell.Key).ToHashSet();
        return new SuppressionRequest(read, primary) { Zeros = zeros };
    }
}
