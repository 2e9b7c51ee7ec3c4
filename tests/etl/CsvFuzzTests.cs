using CsCheck;
using Xunit;

namespace Maltall.Etl.Tests;

public sealed class CsvFuzzTests
{
    private const int Cases = 1000;

    private static readonly string[] Files =
    [
        .. new[] { "latin1", "delimiter_inside_quotes", "field_over_several_lines_crlf", "wide_years", "crlf",
            "mixed_line_ends" }
            .Select(name => new DeliveryCase(name).Files[0]),
    ];

    private static readonly byte[][] Contents = [.. Files.Select(File.ReadAllBytes)];

    private static readonly Contract[] Contracts =
        [.. Files.Select(file => new DeliveryCase(Path.GetFileName(Path.GetDirectoryName(file))!).Contract)];

    private static readonly Gen<(int Kind, double At, byte Byte)> Harm =
        Gen.Select(Gen.Int[0, 6], Gen.Double.Unit, Gen.Byte);

    [Fact]
    public void Whatever_a_file_holds_its_rows_are_landed_rejected_or_duplicate_or_it_is_refused()
    {
        using var lake = new TestLake();
        using var ingest = lake.Open();

        Gen.Select(Gen.Int[0, Files.Length - 1], Harm.Array[1, 6]).Sample(
            (at, harms) => ingest.Land(Contract(at), [Delivered(lake, at, harms)], Check, CancellationToken.None),
            iter: Cases, threads: 1);

        Assert.All(lake.Log.Batches(), batch =>
            Assert.Equal(batch.RowsIn, batch.Landed + batch.Rejected + batch.Duplicate));
    }

    private static string Delivered(TestLake lake, int at, (int Kind, double At, byte Byte)[] harms)
    {
        var file = lake.Beside("fuzz.csv");
        File.WriteAllBytes(file, harms.Aggregate(Contents[at], Harmed));
        return file;
    }

    private static Contract Contract(int at) => Contracts[at];

    private static void Check(Reading reading)
    {
        if (reading is Reading.Accepted { Batch: var batch })
        {
            Assert.Equal(batch.RowsIn, batch.Landed + batch.Rejected + batch.Duplicate);
        }
    }

    private static byte[] Harmed(byte[] bytes, (int Kind, double At, byte Byte) harm)
    {
        var at = (int)(harm.At * bytes.Length);
        return harm.Kind switch
        {
            0 => [.. bytes[..at], harm.Byte, .. bytes[Math.Min(at + 1, bytes.Length)..]],
            1 => bytes[..at],
            2 => [.. bytes[..at], (byte)'"', .. bytes[at..]],
            3 => [.. bytes[..at], (byte)'\n', .. bytes[at..]],
            4 => [.. bytes[..at], 0, .. bytes[at..]],
            5 => [.. bytes[..at], (byte)'\r', .. bytes[at..]],
            _ => [.. bytes[..at], harm.Byte, harm.Byte, .. bytes[at..]],
        };
    }
}
