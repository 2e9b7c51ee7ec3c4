namespace Maltall.Lake.Tests;

/// <summary>A view shows one snapshot and stays with it.</summary>
public sealed class LakeViewsTests
{
    [Fact]
    public void A_view_shows_its_snapshot()
    {
        using var lake = new TestLake();
        lake.Append("landed/a", "select 1::bigint as n, timestamptz '2012-01-01 00:00:00+00' as seen_at");
        LakeViews.Expose(lake.Connection, lake.Lake.Table("landed/a").Latest()!, "landed", "a");

        lake.Append("landed/a", "select 2::bigint as n");

        Assert.Equal(
            [(1L, "2012-01-01 00:00:00+00")],
            lake.Query("select n, seen_at::varchar from landed.a", row => (row.GetInt64(0), row.GetString(1))));
        LakeViews.Expose(lake.Connection, lake.Lake.Table("landed/a").Latest()!, "landed", "a");
        Assert.Equal([3L], lake.Query("select sum(n)::bigint from landed.a", row => row.GetInt64(0)));
    }

    [Fact]
    public void An_empty_table_has_its_columns()
    {
        using var lake = new TestLake();
        lake.Lake.Table("landed/a").Create(
            [new("n", ColumnType.Long), new("amount_nok", ColumnType.Decimal)], ["n"], CancellationToken.None);
        LakeViews.Expose(lake.Connection, lake.Lake.Table("landed/a").Latest()!, "landed", "a");

        Assert.Equal(
            [("n", "BIGINT"), ("amount_nok", "DECIMAL(18,2)")],
            lake.Query("describe landed.a", row => (row.GetString(0), row.GetString(1))));
    }
}
