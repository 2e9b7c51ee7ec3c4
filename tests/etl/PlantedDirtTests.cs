using Xunit;

namespace Maltall.Etl.Tests;

public sealed class PlantedDirtTests
{
    [Fact]
    public void Of_each_synthetic_file_the_planted_broken_rows_are_rejected_and_no_other()
    {
        using var synthetic = new SyntheticFolder(0.05, 7, 2011, 2011);
        using var lake = new TestLake();
        var differences = new List<string>();

        foreach (var contract in TestLake.Catalog.Contracts.Where(one => Directory.Exists(Home(one))))
        {
            var files = Directory.GetFiles(Home(contract), contract.File).Order(StringComparer.Ordinal).ToList();
            foreach (var (file, reading) in files.Zip(lake.Land(contract, files)))
            {
                differences.AddRange(Differences(file, reading));
            }
        }

        Assert.Empty(differences);

        string Home(Contract contract) => Path.Combine(synthetic.Root, contract.Id);

        IEnumerable<string> Differences(string file, Reading reading)
        {
            var name = Path.GetRelativePath(synthetic.Root, file).Replace('\\', '/');
            if (reading is Reading.AlreadyLanded)
            {
                yield break;
            }

            var batch = Assert.IsType<Reading.Accepted>(reading).Batch;
            var (rows, broken, twice) = (synthetic.Planted(name, "rows"), synthetic.Planted(name, "broken"),
                synthetic.Planted(name, "duplicates"));
            if (!batch.Synthetic || batch.RowsIn != rows || batch.Rejected != broken || batch.Duplicate < twice)
            {
                yield return $"{name}: {rows} rows, {broken} broken and {twice} duplicates planted; came {batch}";
            }
        }
    }
}
