namespace Maltall.Etl.Validate;

/// <summary>Numbers periods in SQL, so that one can be compared with the one before.</summary>
internal static class PeriodSql
{
    /// <summary>Months between two periods that follow each other.</summary>
    public static int Step(Contract contract) => contract.Arrives switch
    {
        "monthly" => 1,
        "quarterly" => 3,
        _ => 12,
    };

    /// <summary>
    /// SQL of the number of a period's last month: a day counts by its month, a text as <c>2012</c>, <c>2012-03</c>,
    /// <c>2012-Q1</c> or <c>Q1 2012</c>, a number as a year; null for another text.
    /// </summary>
    public static string Month(Contract contract, string column)
    {
        var name = Sql(column);
        return contract.Landed.First(one => one.As == column).Type switch
        {
            ContractType.Date => $"(year({name}) * 12 + month({name}))",
            ContractType.Whole => $"({name} * 12 + 12)",
            _ => $$"""
                case when regexp_full_match({{name}}, '[0-9]{4}-[0-9]{2}.*')
                        then cast(left({{name}}, 4) as bigint) * 12 + cast(substr({{name}}, 6, 2) as bigint)
                    when regexp_full_match({{name}}, '[0-9]{4}-?[QK][1-4]')
                        then cast(left({{name}}, 4) as bigint) * 12 + cast(right({{name}}, 1) as bigint) * 3
                    when regexp_full_match({{name}}, '[QK][1-4] [0-9]{4}')
                        then cast(right({{name}}, 4) as bigint) * 12 + cast(substr({{name}}, 2, 1) as bigint) * 3
                    when regexp_full_match({{name}}, '[0-9]{4}') then cast({{name}} as bigint) * 12 + 12 end
                """,
        };
    }

    private static string Sql(string column) => Fetch.Sql.Name(column);
}
