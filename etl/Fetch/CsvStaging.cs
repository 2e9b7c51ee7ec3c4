using System.Globalization;
using System.Text.RegularExpressions;

namespace Maltall.Etl.Fetch;

/// <summary>Brings a CSV file into the query engine, where it lies when it is sound, else by a copy of its sound records.</summary>
/// <param name="contract">What the file must hold.</param>
/// <param name="scratch">Folder for the copy; only the user may read it, and it is gone when the delivery is landed.</param>
internal sealed class CsvStaging(Contract contract, string scratch)
{
    /// <summary>Looks the file over and gives the SQL that reads it.</summary>
    public Staging Stage(string path, CancellationToken cancellation)
    {
        var layout = Scan(path, null, cancellation);
        if (Refusal(path, layout) is { } refused)
        {
            return refused;
        }

        var headings = new Headings(contract, layout.Heading);
        if (headings.Refusal() is { } wrong)
        {
            return wrong;
        }

        var source = layout.Plain ? Plain(path, layout) : Copied(path, layout, cancellation);
        var wide = Math.Max(1, headings.Wide.Count);
        return new Staging.Rows(headings.Select(source), layout.Records * wide, layout.Faults, wide);
    }

    private CsvLayout Scan(string path, Stream? copy, CancellationToken cancellation)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1, FileOptions.SequentialScan);
        return new CsvScan((byte)contract.Csv.Delimiter, contract.Csv.SkipLines).Scan(file, copy, cancellation);
    }

    private Staging.Refused? Refusal(string path, CsvLayout layout)
    {
        if (layout.Heading.Count == 0)
        {
            return new Staging.Refused("the file is empty", "Deliver the file again with its heading and rows.");
        }

        if (IsUtf16(path))
        {
            return new Staging.Refused("the file is written in UTF-16", $"Write it in {Allowed()} and deliver it again.");
        }

        return contract.Csv.Encodings.Contains(layout.Encoding) ? null : new Staging.Refused(
            "the file is not valid UTF-8", $"Write it in {Allowed()} and deliver it again.");
    }

    private string Allowed() => string.Join(" or ", contract.Csv.Encodings);

    private static bool IsUtf16(string path)
    {
        Span<byte> start = stackalloc byte[64];
        using var file = File.OpenRead(path);
        var read = file.Read(start);
        return start[..read].StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE])
            || start[..read].StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF])
            || start[..read].Count((byte)0) > read / 4;
    }

    private string Plain(string path, CsvLayout layout) => string.Create(CultureInfo.InvariantCulture, $"""
        (select row_number() over () + {layout.HeadingLine} as _row, *
         from read_csv({Sql.Text(path)}, skip = {layout.HeadingLine},
            encoding = '{layout.Encoding}', columns = {Columns(layout, withLine: false)}, {Options()}))
        """);

    private string Copied(string path, CsvLayout layout, CancellationToken cancellation)
    {
        Directory.CreateDirectory(scratch);
        var copy = Path.Combine(scratch, $"{Guid.NewGuid():N}.csv");
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, BufferSize = 1 << 16 };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (var stream = new FileStream(copy, options))
        {
            Scan(path, stream, cancellation);
        }

        return string.Create(CultureInfo.InvariantCulture, $"""
            (select cast(line as bigint) as _row, * exclude (line)
             from read_csv({Sql.Text(copy)}, skip = 0,
                encoding = '{layout.Encoding}', columns = {Columns(layout, withLine: true)}, {Options()}))
            """);
    }

    private string Options() =>
        $"delim = {Sql.Text(contract.Csv.Delimiter.ToString())}, quote = '\"', escape = '\"', header = false, " +
        "auto_detect = false, null_padding = false, strict_mode = true, " +
        $"max_line_size = {(2 * CsvScan.LongestRecord).ToString(CultureInfo.InvariantCulture)}";

    private static string Columns(CsvLayout layout, bool withLine)
    {
        var names = layout.Heading.Select((_, at) => string.Create(CultureInfo.InvariantCulture, $"'f{at}': 'varchar'"));
        return $"{{{string.Join(", ", withLine ? names.Prepend("'line': 'varchar'") : names)}}}";
    }
}

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

    /// <summary>Why the heading breaks the contract; null when it does not.</summary>
    public Staging.Refused? Refusal()
    {
        var expected = _contract.Columns.Where(column => !IsMade(column)).ToList();
        var missing = expected.Where(column => At(column) < 0).Select(column => column.Name).Distinct().ToList();
        if (missing.Count > 0)
        {
            return new Staging.Refused($"the column {string.Join(", ", missing)} is missing",
                $"Deliver all columns of the contract: {string.Join(", ", expected.Select(column => column.Name).Distinct())}.");
        }

        var known = _contract.Columns.SelectMany(column => column.Aliases.Prepend(column.Name)).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var unknown = _file.Where((heading, at) => !known.Contains(heading) && Wide.All(wide => wide.At != at)).ToList();
        if (unknown.Count > 0)
        {
            return new Staging.Refused($"the column {string.Join(", ", unknown.Select(Short))} is not in the contract",
                $"Take it out, or agree on a new version of the contract {_contract.Id}.");
        }

        var twice = _file.GroupBy(heading => heading, StringComparer.OrdinalIgnoreCase).FirstOrDefault(group => group.Count() > 1);
        if (twice is not null)
        {
            return new Staging.Refused($"the column {Short(twice.Key)} stands twice", "Deliver each column once.");
        }

        return _contract.Unpivot is not null && Wide.Count == 0
            ? new Staging.Refused($"no column matches {_contract.Unpivot.Columns}", "Deliver at least one such column.")
            : null;
    }

    /// <summary>SQL that gives the contract's landed columns from <paramref name="source"/>, whose columns are f0, f1, ….</summary>
    public string Select(string source)
    {
        var from = source;
        if (_contract.Unpivot is { } unpivot)
        {
            var wide = string.Join(", ", Wide.Select(pair => $"{F(pair.At)} as {Sql.Text(pair.Says)}"));
            from = $"{source} as wide unpivot include nulls (_cell for _says in ({wide}))";
            var columns = _contract.Landed.Select(column => $"{Source(column, unpivot)} as {Sql.Name(column.As)}");
            return $"select _row, {string.Join(", ", columns)} from {from}";
        }

        var plain = _contract.Landed.Select(column => $"{F(At(column))} as {Sql.Name(column.As)}");
        return $"select _row, {string.Join(", ", plain)} from {from}";
    }

    private string Source(ContractColumn column, Unpivot unpivot) =>
        column.Name == unpivot.Name ? "_says" : column.Name == unpivot.Value ? "_cell" : F(At(column));

    private bool IsMade(ContractColumn column) =>
        _contract.Unpivot is { } unpivot && (column.Name == unpivot.Name || column.Name == unpivot.Value);

    private int At(ContractColumn column)
    {
        for (var at = 0; at < _file.Count; at++)
        {
            if (column.Aliases.Prepend(column.Name).Contains(_file[at], StringComparer.OrdinalIgnoreCase))
            {
                return at;
            }
        }

        return -1;
    }

    private static string F(int at) => string.Create(CultureInfo.InvariantCulture, $"f{at}");

    private static string Short(string heading) => heading.Length > 40 ? heading[..40] + "…" : heading;
}
