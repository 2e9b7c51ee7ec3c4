using System.Text.RegularExpressions;
using Maltall.Warehouse.Protect.Audit;
using Maltall.Warehouse.Protect.Suppress;
using Xunit;

namespace Maltall.Warehouse.Tests;

/// <summary>The suppressor against the auditor, which see each other only here.</summary>
public sealed partial class ProtectTests
{
    public static TheoryData<string> CountCases => [.. ProtectCases.CountCases];

    [Theory]
    [MemberData(nameof(CountCases))]
    public void The_auditor_breaks_no_pattern_of_the_suppressor(string name)
    {
        var request = ProtectSuppressorTests.RequestOf(name);
        var safe = Assert.IsType<Suppression.Safe>(Suppressor.Protect(request, TestContext.Current.CancellationToken));

        foreach (var zerosArePublic in request.Zeros == ZeroPolicy.Public ? new[] { true, false } : [false])
        {
            var report = Auditor.Audit(
                new AuditRequest(ReleaseOf(request, safe), zerosArePublic), TestContext.Current.CancellationToken);

            Assert.Empty(report.Recoverable);
        }
    }

    [Fact]
    public void The_two_rooms_share_no_code()
    {
        var root = Path.GetDirectoryName(ProtectCases.Repository)!;
        foreach (var (room, other) in new[] { ("Suppress", "Audit"), ("Audit", "Suppress") })
        {
            var files = Directory.GetFiles(Path.Combine(root, "warehouse", "Protect", room), "*.cs");
            var text = files.Select(File.ReadAllText).ToList();

            Assert.NotEmpty(files);
            Assert.All(text, source =>
            {
                Assert.Contains($"namespace Maltall.Warehouse.Protect.{room};", source, StringComparison.Ordinal);
                Assert.DoesNotContain($"Protect.{other}", source, StringComparison.Ordinal);
                Assert.All(Using().Matches(source), match => Assert.True(
                    match.Groups[1].Value.Split('.')[0] is "System" or "YamlDotNet"
                        || match.Groups[1].Value == "Maltall.Lake",
                    match.Value));
            });
        }
    }

    internal static List<AuditCell> ReleaseOf(SuppressionRequest request, Suppression.Safe safe) => request.Cells
        .Select(cell => safe.Status[cell.Key] == CellStatus.Published
            ? new AuditCell(cell.Key, cell.Inner, Sight.Shown, cell.Count)
            : new AuditCell(cell.Key, cell.Inner, Sight.Hidden))
        .ToList();

    [GeneratedRegex(@"^using\s+(?:static\s+)?([\w.]+)", RegexOptions.Multiline)]
    private static partial Regex Using();
}
