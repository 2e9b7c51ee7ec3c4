using System.Text.RegularExpressions;
using Maltall.Etl.Forget;
using Maltall.Lake;
using Xunit;

namespace Maltall.Etl.Tests.Forget;

/// <summary>A lake with a generated year of every source with persons, landed month by month.</summary>
internal sealed partial class FilledLake : IDisposable
{
    private static readonly Lazy<SyntheticFolder> Generated = new(() =>
    {
        var folder = new SyntheticFolder(0.02, 11, 2012, 2012);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => folder.Dispose();
        return folder;
    });

    public FilledLake()
    {
        var (from, to) = (Landed.Value, new TestLake());
        File.Copy(from.KeyFile, to.KeyFile, overwrite: true);
        foreach (var file in Directory.EnumerateFiles(from.Lake.Root, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to.Lake.Root, Path.GetRelativePath(from.Lake.Root, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        Inner = to;
    }

    public static SyntheticFolder Synthetic => Generated.Value;

    public static IReadOnlyList<Contract> Personal { get; } =
        [.. TestLake.Catalog.Contracts.Where(one => one.HasPersonalData && one.Format == "csv"
            && Directory.Exists(Path.Combine(Synthetic.Root, one.Id)))];

    private static readonly Lazy<TestLake> Landed = new(Land);

    public TestLake Inner { get; }

    public DeltaLake Fresh => new(Inner.Lake.Root, TimeProvider.System);

    /// <summary>The pseudonym of a number in this lake.</summary>
    public string Pseudonym(string number) =>
        DeliveryCase.Pseudonym(File.ReadAllBytes(Inner.KeyFile), number);

    public PseudonymKey Key => PseudonymKey.FromFile(Inner.KeyFile);

    /// <summary>Every identity number that the deliveries hold, those of most rows first.</summary>
    public static IReadOnlyList<string> Numbers { get; } =
        [.. Personal.SelectMany(contract => Synthetic.Files(contract.Id)).SelectMany(file => Number()
                .Matches(File.ReadAllText(file, System.Text.Encoding.Latin1)).Select(match => match.Value))
            .GroupBy(number => number).OrderByDescending(group => group.Count()).ThenBy(group => group.Key)
            .Select(group => group.Key)];

    /// <summary>The rows of every landed table at its newest version, as texts in order.</summary>
    public static Dictionary<string, IReadOnlyList<string>> Rows(DeltaLake lake, DateTimeOffset? at = null) => Personal
        .Select(contract => (contract.Table, Snapshot: at is { } time
            ? lake.Table(contract.Table).At(time) : lake.Table(contract.Table).Latest()))
        .Where(one => one.Snapshot is not null)
        .ToDictionary(one => one.Table, one => TestLake.Rows($"from {one.Snapshot!.ToSql()} order by all"));

    /// <summary>The files of the lake that hold any of the texts.</summary>
    public IReadOnlyList<string> Holding(IEnumerable<string> texts) =>
        new LakeSearch(Inner.Lake.Root, Key).Find([.. texts], TestContext.Current.CancellationToken);

    public void Dispose() => Inner.Dispose();

    private static TestLake Land()
    {
        var lake = new TestLake();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => lake.Dispose();
        foreach (var contract in Personal)
        {
            lake.Land(contract, [.. Synthetic.Files(contract.Id)]);
        }

        return lake;
    }

    [GeneratedRegex("(?<![0-9])[0-9]{11}(?![0-9])")]
    private static partial Regex Number();
}
