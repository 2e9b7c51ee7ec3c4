using System.Text;
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
        Expected.Where(column => !_file.Any(heading => Means(column, heading)))
            .Select(column => column.Name).Distinct();

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

    /// <summary>The records of a file with these headings, and which of their fields is which landed column.</summary>
    public RecordFile In(RecordFile file)
    {
        var unpivot = _contract.Unpivot;
        return file with
        {
            Columns = [.. _contract.Landed.Select(column =>
                unpivot is null ? At(column.Name)
                    : column.Name == unpivot.Name ? RecordFile.Says
                    : column.Name == unpivot.Value ? RecordFile.Cell
                    : At(column.Name))],
            Wide = [.. Wide.Select(wide => (wide.At, Encoding.UTF8.GetBytes(wide.Says)))],
        };
    }

    /// <summary>Place of the column that the contract calls so; -1 when it is not there.</summary>
    public int At(string name)
    {
        var column = _contract.Columns.First(one => one.Name == name);
        for (var at = 0; at < _file.Count; at++)
        {
            if (Means(column, _file[at]))
            {
                return at;
            }
        }

        return -1;
    }

    private bool IsMade(ContractColumn column) =>
        _contract.Unpivot is { } unpivot && (column.Name == unpivot.Name || column.Name == unpivot.Value);

    private static bool Means(ContractColumn column, string heading) =>
        column.Aliases.Prepend(column.Name).Contains(heading, StringComparer.OrdinalIgnoreCase);

    private static string Short(string heading) =>
        heading.Length == 0 ? "without a name" : heading.Length > 40 ? heading[..40] + "…" : heading;
}
