using Xunit;

namespace Maltall.Etl.Tests;

public sealed class SeverityTests
{
    private const string Columns = """
          - { name: nr, as: id, type: integer, required: true }
          - { name: verdi, as: amount, type: integer, min: 0, severity: { in_range: warn, is_integer: warn } }
          - { name: kode, as: code, type: text, pattern: "[A-Z]+", severity: { matches_pattern: block } }
        """;

    private const string Rules = """
        rules:
          - id: amount_is_even
            check: amount % 2 = 0
            severity: warn
            remedy: { nb: Rett, nn: Rett, en: Correct }
          - id: amount_is_not_13
            check: amount <> 13
            remedy: { nb: Rett, nn: Rett, en: Correct }
        """;

    [Fact]
    public void A_row_that_is_warned_of_lands_and_is_told()
    {
        using var lab = new RuleLab().Has("trial", "id", Columns, Rules);

        var reading = lab.Land("trial", "a.csv", "nr,verdi,kode", "1,2,A", "2,-3,A", "3,13,A", "4,x,A");

        var batch = Assert.IsType<Reading.Accepted>(reading).Batch;
        Assert.Equal((4, 3, 1, 0, 2), (batch.RowsIn, batch.Landed, batch.Rejected, batch.Duplicate, batch.Warned));
        Assert.Equal(["1|2", "2|-3", "4|NULL"], lab.Rows("trial", "id, amount"));
        Assert.Equal(
            ["a.csv|3|amount_in_range|warn", "a.csv|3|amount_is_even|warn", "a.csv|4|amount_is_not_13|reject",
                "a.csv|5|amount_is_integer|warn"], lab.Told("trial"));
        Assert.Equal(2, lab.Log.Batches()[0].Warned);
    }

    [Fact]
    public void A_row_that_landed_before_is_not_warned_of_again()
    {
        using var lab = new RuleLab().Has("trial", "id", Columns, Rules);
        lab.Land("trial", "a.csv", "nr,verdi,kode", "1,3,A");

        var reading = lab.Land("trial", "b.csv", "nr,verdi,kode", "1,3,A", "2,5,A");

        Assert.Equal(1, Assert.IsType<Reading.Accepted>(reading).Batch.Warned);
        Assert.Equal(["a.csv|2|amount_is_even|warn", "b.csv|3|amount_is_even|warn"], lab.Told("trial"));
    }

    [Fact]
    public void One_row_that_blocks_refuses_the_whole_delivery_and_names_the_first_rows()
    {
        using var lab = new RuleLab().Has("trial", "id", Columns, Rules);
        lab.Land("trial", "a.csv", "nr,verdi,kode", "1,2,A");

        var reading = lab.Land("trial", "b.csv", "nr,verdi,kode", "2,2,A", "3,2,a", "4,13,A", "5,2,b");

        var refused = Assert.IsType<Reading.Refused>(reading);
        Assert.Contains("2 rows break code_matches_pattern, which blocks: rows 3, 5", refused.Reason,
            StringComparison.Ordinal);
        Assert.Equal(["1"], lab.Rows("trial", "id"));
        var batch = lab.Log.Batches()[^1];
        Assert.Equal(("refused", 0, 0), (batch.Status, batch.RowsIn, batch.Landed));
        Assert.Equal(["b.csv|3|code_matches_pattern|block", "b.csv|5|code_matches_pattern|block"], lab.Told("trial"));
    }

    [Fact]
    public void A_remedy_is_there_in_each_language_for_every_rule_of_every_contract()
    {
        foreach (var contract in TestLake.Catalog.Contracts)
        {
            var book = new RuleBook(contract);
            var rules = contract.Landed.Where(column => column.Required).Select(column => Named(column, "is_required"))
                .Concat(contract.Rules.Select(rule => rule.Id)).Concat(contract.LakeRules.Select(rule => rule.Id))
                .Append("key_is_unique").Append("row_count_is_usual").Append("field_count");
            foreach (var text in rules.Select(book.Find))
            {
                Assert.NotNull(text);
                Assert.All(["nb", "nn", "en"], language =>
                    Assert.True(text.Says[language].Length > 0 && text.Remedy[language].Length > 0));
            }
        }

        static string Named(ContractColumn column, string suffix) =>
            $"{(column.Type == ContractType.Pseudonym ? column.Name : column.As)}_{suffix}";
    }
}
