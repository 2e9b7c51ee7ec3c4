using System.Text.Json;
using Maltall.Warehouse.Protect.Audit;
using Xunit;

namespace Maltall.Warehouse.Tests;

public sealed class ProtectReleaseLedgerTests
{
    private static readonly JsonElement Case = ProtectCases.Expected("differencing_geography");

    private static readonly List<string> Units =
        [.. Case.GetProperty("inner_units").EnumerateArray().Select(unit => unit.GetString()!)];

    [Fact]
    public void Each_release_alone_is_admitted_and_the_two_together_are_not()
    {
        var releases = Case.GetProperty("releases").EnumerateArray().Select(EntryOf).ToList();
        var empty = new ReleaseLedger([], ZerosArePublic: false);

        var alone = releases.ConvertAll(release => empty.Ask(release, TestContext.Current.CancellationToken));
        var first = Assert.IsType<Admission.Granted>(alone[0]);
        var union = first.Ledger.Ask(releases[1], TestContext.Current.CancellationToken);

        Assert.IsType<Admission.Granted>(alone[1]);
        Assert.Contains("R1_yearly_table Stovner|Enslig", Assert.IsType<Admission.Denied>(union).Keys);
    }

    [Theory]
    [InlineData("R1_yearly_table", 0, 1)]
    [InlineData("R2_adhoc_without_Stovner", 1, 2)]
    [InlineData("union", 0, 2)]
    public void Bounds_of_the_inner_cells_are_those_of_the_case(string name, int from, int to)
    {
        var released = Case.GetProperty("releases").EnumerateArray().Skip(from).Take(to - from)
            .SelectMany(r => EntryOf(r).Cells);
        var asked = Units.Select((unit, number) => new AuditCell($"? {unit}", [number], Sight.Absent));

        var report = Auditor.Audit(
            new AuditRequest([.. released, .. asked], ZerosArePublic: false), TestContext.Current.CancellationToken);

        var expected = Case.GetProperty("expected").GetProperty(name).GetProperty("intervals");
        Assert.All(Units, unit =>
        {
            var verdict = Assert.Single(report.Verdicts, verdict => verdict.Key == $"? {unit}");
            var bounds = expected.GetProperty(unit);
            Assert.Equal(bounds[0].GetDouble(), verdict.Lower, 1e-6);
            Assert.Equal(
                bounds[1].ValueKind == JsonValueKind.Null ? double.PositiveInfinity : bounds[1].GetDouble(),
                verdict.Upper,
                1e-6);
        });
    }

    private static LedgerEntry EntryOf(JsonElement release) => new(
        release.GetProperty("name").GetString()!,
        [.. release.GetProperty("cells").EnumerateArray().Select(cell => new AuditCell(
            cell.GetProperty("cell").GetString()!,
            [.. cell.GetProperty("units").EnumerateArray().Select(unit => Units.IndexOf(unit.GetString()!))],
            cell.TryGetProperty("suppressed", out var hidden) && hidden.GetBoolean() ? Sight.Hidden : Sight.Shown,
            cell.GetProperty("true").GetInt64()))]);
}
