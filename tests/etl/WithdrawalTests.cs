using Maltall.Lake;
using Xunit;

namespace Maltall.Etl.Tests;

public sealed class WithdrawalTests
{
    private const string Columns = """
          - { name: nr, as: id, type: text, required: true }
          - { name: antall, as: number, type: integer }
        """;

    [Fact]
    public void What_a_delivery_replaced_comes_back_and_what_it_brought_goes()
    {
        using var lab = Lab();
        Land(lab, "a.csv", "x,1", "y,1");
        var wrong = Land(lab, "b.csv", "x,2", "z,2");

        var outcome = lab.Withdraw(wrong.BatchId, "wrong month");

        Assert.Equal((2, 1, 0), (outcome.Rows, outcome.Restored, outcome.Repeated));
        Assert.Equal(["x|1", "y|1"], lab.Rows("thing", "id, number"));
        var kept = lab.Log.Batches().Single(one => one.BatchId == wrong.BatchId);
        Assert.Equal(("withdrawn", "wrong month"), (kept.Status, kept.Reason));
        var before = lab.Lake.Table("landed/thing").At(1);
        Assert.Equal(["2"], TestLake.Rows($"select number from {before.ToSql()} where id = 'x'"));
    }

    [Fact]
    public void What_a_later_delivery_changed_stands()
    {
        using var lab = Lab();
        Land(lab, "a.csv", "x,1", "y,1");
        var wrong = Land(lab, "b.csv", "x,2", "y,2");
        Land(lab, "c.csv", "x,3");

        lab.Withdraw(wrong.BatchId, "wrong");

        Assert.Equal(["x|3", "y|1"], lab.Rows("thing", "id, number"));
    }

    [Fact]
    public void A_row_that_a_later_delivery_brought_too_stays_as_that_ones()
    {
        using var lab = Lab();
        var wrong = Land(lab, "a.csv", "x,1", "y,1");
        var later = Land(lab, "b.csv", "x,1", "z,1");

        var outcome = lab.Withdraw(wrong.BatchId, "wrong");

        Assert.Equal((2, 0, 1), (outcome.Rows, outcome.Restored, outcome.Repeated));
        Assert.Equal([$"x|1|{later.BatchId}", $"z|1|{later.BatchId}"], lab.Rows("thing", "id, number, _batch"));
        var counted = lab.Log.Batches().Single(one => one.BatchId == later.BatchId);
        Assert.Equal((2, 2, 0), (counted.RowsIn, counted.Landed, counted.Duplicate));
    }

    [Fact]
    public void A_row_of_a_withdrawn_delivery_does_not_come_back_by_another_withdrawal()
    {
        using var lab = Lab();
        Land(lab, "a.csv", "x,1");
        var second = Land(lab, "b.csv", "x,2", "y,2");
        Land(lab, "c.csv", "x,2");
        var third = Land(lab, "d.csv", "x,3", "y,3");

        lab.Withdraw(second.BatchId, "wrong");
        lab.Withdraw(third.BatchId, "wrong too");

        Assert.Equal(["x|2"], lab.Rows("thing", "id, number"));
    }

    [Fact]
    public void The_bytes_of_a_withdrawn_delivery_are_refused_and_corrected_ones_land()
    {
        using var lab = Lab();
        var wrong = Land(lab, "a.csv", "x,1");
        lab.Withdraw(wrong.BatchId, "wrong");

        var again = lab.Land("thing", "a.csv", "nr,antall", "x,1");
        Land(lab, "a.csv", "x,5");

        Assert.Contains("withdrawn: wrong", Assert.IsType<Reading.Refused>(again).Reason, StringComparison.Ordinal);
        Assert.Equal(["x|5"], lab.Rows("thing", "id, number"));
    }

    [Fact]
    public void Only_a_delivery_that_landed_can_be_withdrawn()
    {
        using var lab = Lab();
        var wrong = Land(lab, "a.csv", "x,1");
        lab.Withdraw(wrong.BatchId, "wrong");

        var twice = Assert.Throws<UserError>(() => lab.Withdraw(wrong.BatchId, "again"));
        var unknown = Assert.Throws<UserError>(() => lab.Withdraw("thing-0", "no"));

        Assert.Contains("is withdrawn (wrong)", twice.What, StringComparison.Ordinal);
        Assert.Contains(wrong.BatchId, unknown.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void A_personal_source_is_read_again_with_its_key()
    {
        var one = new DeliveryCase("corrected_redelivery");
        using var lake = new TestLake();
        lake.Land(one.Contract, one.Files);
        var second = lake.Log.Batches().Single(batch => batch.File == "bit_soknad_2012-04.csv");

        new Withdrawal(lake.Lake, TestLake.Catalog, PseudonymKey.FromFile(lake.KeyFile))
            .Take(second.BatchId, "wrong", TestContext.Current.CancellationToken);

        Assert.Equal(["S00000001|0", "S00000002|0"], TestLake.Rows(
            $"select application_id, child_count from {lake.Landed(one.Contract)} order by 1"));
    }

    private static RuleLab Lab() => new RuleLab().Has("thing", "id", Columns, "rules: []");

    private static Batch Land(RuleLab lab, string file, params string[] lines) =>
        Assert.IsType<Reading.Accepted>(lab.Land("thing", file, ["nr,antall", .. lines])).Batch;
}
