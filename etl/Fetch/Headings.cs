using System.Globalization;
using System.Text.RegularExpressions;

namespace Maltall.Etl.Fetch;

/// <summary>Which column of a file is which column of its contract.</summary>
internal sealed class Headings
{
    private readonly Contract _contract;
    private readonly IReadOnlyList<string> _file;

    /// <summary>Compares a heading with the contract.</summary>
    public Headings(Contract contract, IReadOnlyList<string> file)
    {
        _contract = contract;
        _file = file;
        Wide = contract.Unpivot is not { } unpivot ? [] : file
            .Select((heading, at) => (at, Match: Regex.Match(heading, $"^(?:{unpivot.Columns})$")))
            .Where(pair => pair.Match.Success)
            .Select(pair => (pair.at, pair.Match.Groups[1].Value))
            .ToList();
    }

    /// <summary>Positions of the wide columns, with what their headings say.</summary>
    public IReadOnlyList<(int At, string Says)> Wide { get; }

    /// <summary>Whether every column of the contract is there.</summary>
    public bool HasAll => !Missing.Any();

    private IEnumerable<ContractColumn> Expected => _contract.Columns.Where(column => !IsMade(column));

    private IEnumerable<string> Missing =>
        Expected.Where(column => At(column) < 0).Select(column => column.Name).Distinct();

    /// <summary>Why the heading breaks the contract; null when it does not.</summary>
    public Staging.Refused? Refusal()
    {
        var expected = Expected.ToList();
        var missing = Missing.ToList();
        if (missing.Count > 0)
        {
            return new Staging.Refused($"the column {string.Join(", ", missing)} is missing",
                "Deliver all columns of the contract: "
                + $"{string.Join(", ", expected.Select(column => column.Name).Distinct())}.");
        }

        // What is missing is told first, so that a file without a heading is not answered with the values of a person.
        var unknown = _file.Where((heading, at) =>
            !expected.Any(column => Means(column, heading)) && Wide.All(wide => wide.At != at)).ToList();
        if (unknown.Count > 0)
        {
            return new Staging.Refused($"the column {string.Join(", ", unknown.Select(Short))} is not in the contract",
                $"Take it out, or agree on a new version of the contract {_contract.Id}.");
        }

        var twice = expected.FirstOrDefault(column => _file.Count(heading => Means(column, heading)) > 1)?.Name
            ?? Wide.GroupBy(wide => wide.Says).FirstOrDefault(group => group.Count() > 1)?.Key;
        if (twice is not null)
        {
            return new Staging.Refused($"the column {twice} stands twice", "Deliver each column once.");
        }

        return _contract.Unpivot is not null && Wide.Count == 0
            ? new Staging.Refused($"no column matches {_contract.Unpivot.Columns}", "Deliver at least one such column.")
            : null;
    }

    /// <summary>
    /// SQL that gives the contract's landed columns from <paramref name="source"/>, whose columns are f0, f1, ….
    /// </summary>
    /// <param name="source">What stands after <c>from</c>.</param>
    /// <param name="isNumbered">Whether it has <c>_row</c>, which is then passed on.</param>
    public string Select(string source, bool isNumbered)
    {
        var row = isNumbered ? "_row, " : "";
        if (_contract.Unpivot is { } unpivot)
        {
            var wide = string.Join(", ", Wide.Select(pair => $"{F(pair.At)} as {Sql.Text(pair.Says)}"));
            var columns = _contract.Landed.Select(column => $"{Source(column, unpivot)} as {Sql.Name(column.As)}");
            return $"select {row}{string.Join(", ", columns)} " +
                $"from {source} as wide unpivot include nulls (_cell for _says in ({wide}))";
        }

        var plain = _contract.Landed.Select(column => $"{F(At(column))} as {Sql.Name(column.As)}");
        return $"select {row}{string.Join(", ", plain)} from {source}";
    }

    private string Source(ContractColumn column, Unpivot unpivot) =>
        column.Name == unpivot.Name ? "_says" : column.Name == unpivot.Value ? "_cell" : F(At(column));

    private bool IsMade(ContractColumn column) =>
        _contract.Unpivot is { } unpivot && (column.Name == unpivot.Name || column.Name == unpivot.Value);

    /// <summary>Position of a column in the file; -1 when it is not there.</summary>
    public int At(ContractColumn column)
    {
        for (var at = 0; at < _file.Count; at++)
        {
            if (Means(column, _file[at]))
            {
                return at;
            }
        }

        return -1;
    }

    private static bool Means(ContractColumn column, string heading) =>
        column.Aliases.Prepend(column.Name).Contains(heading, StringComparer.OrdinalIgnoreCase);

    /// <summary>Name of a column of the file in SQL.</summary>
    public static string F(int at) => string.Create(CultureInfo.InvariantCulture, $"f{at}");

    private static string Short(string heading) =>
        heading.Length == 0 ? "without a name" : heading.Length > 40 ? heading[..40] + "…" : heading;
}
