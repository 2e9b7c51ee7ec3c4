using Maltall.Lake;
using Xunit;

namespace Maltall.Warehouse.Tests;

/// <summary>What a user's SQL may and may not do, on one small lake.</summary>
public sealed class ReadOnlySqlTests(ApplicationsLake lake) : IClassFixture<ApplicationsLake>, IDisposable
{
    private readonly Analysis analysis = lake.Open();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => analysis.Dispose();

    [Fact]
    public void A_select_reads_the_tables_of_the_publication()
    {
        var result = analysis.Sql(
            "with counted as (select district_id, count(*) as n from conformed.application group by district_id) "
            + "select district_name, n from counted join conformed.district using (district_id) "
            + "where n = 6 order by district_id",
            Token);

        Assert.Equal(["district_name", "n"], result.Columns);
        Assert.Equal([["Gamle Oslo", 6L], ["Sagene", 6L], ["Alna", 6L]], result.Rows);
    }

    [Fact]
    public void Landed_and_operations_tables_can_be_read()
    {
        var landed = analysis.Sql("select count(*) from landed.bit_application", Token);

        Assert.Equal(21L, landed.Rows[0][0]);
    }

    [Theory]
    [InlineData("select * from read_csv('/etc/passwd')")]
    [InlineData("select * from read_text('/etc/passwd')")]
    [InlineData("select * from '/etc/passwd'")]
    [InlineData("select 1 where exists (select * from read_blob('/etc/passwd'))")]
    [InlineData("with x as (from glob('/etc/*')) select * from x")]
    [InlineData("select * from query('select 1')")]
    [InlineData("select * from duckdb_settings()")]
    [InlineData("copy (select 1) to '/tmp/maltall-leak.csv'")]
    [InlineData("attach '/tmp/maltall-leak.db'")]
    [InlineData("install httpfs")]
    [InlineData("load httpfs")]
    [InlineData("set enable_external_access = true")]
    [InlineData("create table x as select 1")]
    [InlineData("drop view conformed.application")]
    [InlineData("export database '/tmp/maltall-leak'")]
    [InlineData("select 1; copy (select 1) to '/tmp/maltall-leak.csv'")]
    [InlineData("pragma database_list")]
    [InlineData("select * from information_schema.tables")]
    [InlineData("select * from temp.conformed.application")]
    [InlineData("selec 1")]
    public void All_else_is_refused(string sql)
    {
        Assert.Throws<UserError>(() => analysis.Sql(sql, Token));
        Assert.Empty(Directory.GetFileSystemEntries(Path.GetTempPath(), "maltall-leak*"));
    }

    [Fact]
    public void A_misspelt_table_is_answered_with_the_nearest()
    {
        var error = Assert.Throws<UserError>(() => analysis.Sql("select * from conformed.aplication", Token));

        Assert.Contains("conformed.application", error.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void Asking_leaves_the_lake_as_it_was()
    {
        var before = Directory.GetFiles(lake.Folder, "*", SearchOption.AllDirectories).Order().ToList();

        analysis.Sql("select * from conformed.application order by household_pseudonym", Token);

        Assert.Equal(before, Directory.GetFiles(lake.Folder, "*", SearchOption.AllDirectories).Order());
    }
}
