using System.Text;
using CsCheck;
using DuckDB.NET.Data;
using Maltall.Etl.Fetch;
using Maltall.Etl.Land;
using Maltall.Etl.Validate;
using Maltall.Lake;
using Xunit;

namespace Maltall.Etl.Tests;

/// <summary>Harmed deliveries of every format: none crashes the reader, and no row is lost.</summary>
public sealed class DeliveryFuzzTests
{
    private const int Judged = 10_000;
    private const int Landed = 300;
    private const int Lines = 30;

    private static readonly (Contract Contract, string Name, byte[] Bytes)[] Whole = [.. Cases(), .. RealFiles()];

    private static readonly Gen<(int Kind, double At, int More)> Harm =
        Gen.Select(Gen.Int[0, 14], Gen.Double.Unit, Gen.Int[0, 255]);

    [Fact]
    public void Whatever_a_file_holds_each_row_is_sound_broken_or_faulty_or_the_file_is_refused()
    {
        using var folder = new TemporaryFolder();
        using var connection = LakeConnection.Open();
        DeliveryFunction.Register(connection);
        var key = Key(folder);
        var rules = Whole.Select(one => one.Contract).Distinct()
            .ToDictionary(contract => contract.Id, contract => new RowRules(contract, TestLake.Catalog));

        Gen.Select(Gen.Int[0, Whole.Length - 1], Harm.Array[1, 5]).Sample(
            (at, harms) =>
            {
                var (contract, name, _) = Whole[at];
                var file = Path.Combine(folder.Path, name);
                var bytes = harms.Aggregate(Whole[at].Bytes, Harmed);
                File.WriteAllBytes(file, bytes);
                if (new Stager(folder.Path).Stage(contract, file, name, CancellationToken.None) is Staging.Rows rows)
                {
                    Assert.Equal(rows.RowsIn, Count(connection, contract, rules[contract.Id], rows, key));
                    Assert.Equal(PlainRows(contract, bytes) ?? rows.RowsIn / rows.RowsPerRecord,
                        rows.RowsIn / rows.RowsPerRecord);
                }

                foreach (var left in Directory.GetFiles(folder.Path, "*.rows"))
                {
                    File.Delete(left);
                }
            },
            iter: Judged, threads: 1);
    }

    [Fact]
    public void Whatever_a_file_holds_its_rows_are_landed_rejected_or_duplicate_or_it_is_refused()
    {
        using var lake = new TestLake();
        using var ingest = lake.Open();

        Gen.Select(Gen.Int[0, Whole.Length - 1], Harm.Array[1, 5]).Sample(
            (at, harms) =>
            {
                var file = lake.Beside(Whole[at].Name);
                File.WriteAllBytes(file, harms.Aggregate(Whole[at].Bytes, Harmed));
                ingest.Land(Whole[at].Contract, [file], Check, CancellationToken.None);
            },
            iter: Landed, threads: 1);

        Assert.All(lake.Log.Batches(), batch =>
            Assert.Equal(batch.RowsIn, batch.Landed + batch.Rejected + batch.Duplicate));
    }

    private static long Count(
        DuckDBConnection connection, Contract contract, RowRules rules, Staging.Rows rows, PseudonymKey key)
    {
        var fates = new RowFates(connection, contract, rules);
        DeliveryFunction.Read(new DeliveryRows(rows.Records, contract, rules, key),
            delivery => fates.Decide(delivery, rows.RowsIn, null));
        var (landed, rejected, duplicate) = fates.Counts();
        return landed + rejected + duplicate + (rows.Faults.Count * (long)rows.RowsPerRecord);
    }

    /// <summary>Lines below the heading, counted without the reader; null where lines are not rows.</summary>
    private static long? PlainRows(Contract contract, byte[] bytes)
    {
        if (contract.Format != "csv" || bytes.Contains((byte)'"'))
        {
            return null;
        }

        var text = Encoding.Latin1.GetString(bytes);
        text = text.StartsWith("\u00EF\u00BB\u00BF", StringComparison.Ordinal) ? text[3..] : text;
        var lines = text.Split('\n').Skip(contract.Csv.SkipLines)
            .Select(line => line.EndsWith('\r') ? line[..^1] : line);
        return lines.Count(line => line.Length > 0) - 1;
    }

    private static IEnumerable<(Contract, string, byte[])> Cases() =>
        new[]
        {
            "latin1", "delimiter_inside_quotes", "field_over_several_lines_crlf", "wide_years", "crlf",
            "mixed_line_ends", "json_stat", "json_stat_sparse", "px",
        }.Select(name => new DeliveryCase(name))
        .Select(one => (one.Contract, Path.GetFileName(one.Files[0]), File.ReadAllBytes(one.Files[0])));

    /// <summary>The head of every published CSV file that is a source.</summary>
    private static IEnumerable<(Contract, string, byte[])> RealFiles() =>
        new[]
        {
            ("ssb_population_ward", "oslo_population/ssb_10826_wards_2021_raw.csv"),
            ("peer_assessment", "uk_homelessness/assessments_by_la_quarter.csv"),
            ("peer_temporary_accommodation", "uk_homelessness/temporary_accommodation_by_la_quarter.csv"),
            ("eurostat_city", "eurostat_cities/urb_clivcon_linear.csv"),
            ("peer_toronto_waitlist", "toronto_waitlist/centralized_waitlist_social_housing.csv"),
            ("peer_nyc_shelter", "nyc_shelter/DHS_Data_Dashboard.csv"),
            ("klass_region", "norway_regions/norwegian_regions_history.csv"),
            ("klass_region_change", "norway_regions/norwegian_region_transitions.csv"),
            ("oslo_subdistrict", "oslo_geo/bydel_delbydel_codes.csv"),
            ("oslo_immigrant_stay", "oslo_statbank_px/BEF029.csv"),
            ("oslo_employment", "oslo_statbank_px/SYS002.csv"),
            ("oslo_property_tax", "oslo_statbank_px/KOM011.csv"),
            ("oslo_turnout", "oslo_statbank_px/VAL001.csv"),
        }.Select(one => (TestLake.Catalog.Find(one.Item1), Path.GetFileName(one.Item2), Head(one.Item2)));

    private static byte[] Head(string name)
    {
        var bytes = File.ReadAllBytes(RealFileTests.SharedFile(name));
        var end = 0;
        for (var line = 0; line < Lines && end < bytes.Length; line++)
        {
            end += bytes.AsSpan(end).IndexOf((byte)'\n') + 1;
        }

        return bytes[..end];
    }

    private static PseudonymKey Key(TemporaryFolder folder)
    {
        var file = Path.Combine(folder.Path, "key");
        File.WriteAllBytes(file, Enumerable.Range(0, 32).Select(at => (byte)at).ToArray());
        return PseudonymKey.FromFile(file);
    }

    private static void Check(Reading reading)
    {
        if (reading is Reading.Accepted { Batch: var batch })
        {
            Assert.Equal(batch.RowsIn, batch.Landed + batch.Rejected + batch.Duplicate);
        }
    }

    private static byte[] Harmed(byte[] bytes, (int Kind, double At, int More) harm)
    {
        var (at, more) = ((int)(harm.At * bytes.Length), (byte)harm.More);
        var (head, tail) = (bytes[..at], bytes[at..]);
        return harm.Kind switch
        {
            0 => [.. head, more, .. tail.Skip(1)],
            1 => [.. head],
            2 => [.. head, (byte)'"', .. tail],
            3 => [.. head, (byte)'\n', .. tail],
            4 => [.. head, 0, .. tail],
            5 => [.. head, (byte)'\r', .. tail],
            6 => [.. head, more, more, .. tail],
            7 => [.. head, .. Encoding.UTF8.GetPreamble(), .. tail],
            8 => [.. head, .. Enumerable.Repeat(more, harm.More % 16 == 0 ? 1_300_000 : 5_000), .. tail],
            9 => [.. head, .. head[(at / 2)..], .. tail],
            10 => Encoding.Unicode.GetBytes(Encoding.Latin1.GetString(bytes)),
            11 => Encoding.UTF8.GetBytes(Encoding.Latin1.GetString(bytes)),
            12 => Encoding.Latin1.GetBytes(Encoding.UTF8.GetString(bytes)),
            13 => Shuffled(bytes, harm.More),
            _ => [.. bytes.Select(one => one == (byte)';' ? more : one)],
        };
    }

    /// <summary>Each line with its fields turned round, so that the columns come in another order.</summary>
    private static byte[] Shuffled(byte[] bytes, int by)
    {
        var lines = Encoding.Latin1.GetString(bytes).Split('\n').Select(line =>
        {
            var fields = line.TrimEnd('\r').Split(';');
            var first = by % fields.Length;
            return string.Join(';', fields.Skip(first).Concat(fields.Take(first)));
        });
        return Encoding.Latin1.GetBytes(string.Join('\n', lines));
    }
}
