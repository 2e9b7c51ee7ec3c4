using System.Diagnostics;
using System.Text;
using Xunit;

namespace Maltall.Etl.Tests;

public sealed class LargeFileTests
{
    private const int Megabyte = 1 << 20;

    [Theory]
    [InlineData('x')]
    [InlineData('"')]
    [InlineData(';')]
    public void A_line_of_200_megabytes_is_one_rejected_row_and_the_rest_lands_in_bounded_memory(char letter)
    {
        var source = new DeliveryCase("utf8");
        var lines = File.ReadAllLines(source.Files[0]);
        using var lake = new TestLake();
        var file = lake.Beside("bit_soknad_2012-03.csv");
        using (var target = File.Create(file))
        {
            target.Write(Encoding.UTF8.GetBytes($"{lines[0]}\n{lines[1]}\n\""));
            var block = Encoding.ASCII.GetBytes(new string(letter, Megabyte));
            for (var written = 0; written < 200; written++)
            {
                target.Write(block);
            }

            target.Write(Encoding.UTF8.GetBytes($"\n{lines[2]}\n"));
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        var reading = lake.Land(source.Contract, file)[0];
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal("rows 3, landed 2, rejected 1, duplicate 0", DeliveryCase.Outcome(reading));
        Assert.Equal((3L, "line_too_long"),
            lake.Log.Rejects(source.Contract.Id).Select(reject => (reject.Row, reject.Rule)).Single());
        Assert.Equal(["2", "4"], TestLake.Rows($"select _row from {lake.Landed(source.Contract)} order by _row"));
        Assert.True(allocated < 32 * Megabyte, $"{allocated / Megabyte} MB were allocated");
        using var process = Process.GetCurrentProcess();
        Assert.True(process.PeakWorkingSet64 < 2048L * Megabyte, "the line was held in memory");
    }
}
