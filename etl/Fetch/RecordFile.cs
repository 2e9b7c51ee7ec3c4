namespace Maltall.Etl.Fetch;

/// <summary>Where the readable records of a delivery are, and which of their fields is which landed column.</summary>
/// <param name="Path">The file.</param>
/// <param name="Delimiter">Byte between fields.</param>
/// <param name="Encoding">utf-8 or latin-1.</param>
internal sealed record RecordFile(string Path, byte Delimiter, string Encoding)
{
    /// <summary>In <see cref="Columns"/>: what the heading of the wide column says.</summary>
    public const int Says = -1;

    /// <summary>In <see cref="Columns"/>: the field of the wide column.</summary>
    public const int Cell = -2;

    /// <summary>Stretches of records.</summary>
    public required IReadOnlyList<CsvBlock> Blocks { get; init; }

    /// <summary>Number of fields of a record.</summary>
    public required int Wanted { get; init; }

    /// <summary>For each landed column the field, from 0, or <see cref="Says"/> or <see cref="Cell"/>.</summary>
    public required IReadOnlyList<int> Columns { get; init; }

    /// <summary>The wide columns: the field, and what its heading says. Empty where a record is one row.</summary>
    public IReadOnlyList<(int At, byte[] Says)> Wide { get; init; } = [];

    /// <summary>Lines on which records begin that cannot be read.</summary>
    public IReadOnlySet<long> Faulty { get; init; } = new HashSet<long>();

    /// <summary>Whether <see cref="RowFile"/> wrote it, so that the first field is the row's number.</summary>
    public bool IsOwn { get; init; }

    /// <summary>Places of records that are left out; or, when <see cref="IsOnlyThese"/>, the only ones read.</summary>
    public IReadOnlySet<long> These { get; init; } = new HashSet<long>();

    /// <summary>Whether only the records of <see cref="These"/> are read.</summary>
    public bool IsOnlyThese { get; init; }

    /// <summary>How records are divided.</summary>
    public CsvFields Fields => new(Delimiter, IsOwn);
}
