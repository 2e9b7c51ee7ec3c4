namespace Maltall.Etl.Fetch;

/// <summary>A record whose structure is broken, so that its values cannot be read.</summary>
/// <param name="Line">Line of the file, from 1, on which the record begins.</param>
/// <param name="Rule">The rule that it breaks.</param>
public readonly record struct Fault(long Line, string Rule);

/// <summary>What one look over the bytes of a CSV file found, before its values are read.</summary>
/// <param name="Encoding">utf-8 or latin-1.</param>
/// <param name="Heading">The headings, in the file's order.</param>
/// <param name="HeadingLine">Line of the heading, from 1; 0 when there is none.</param>
/// <param name="Records">Number of records below the heading, faulty ones counted.</param>
/// <param name="Faults">The faulty records.</param>
internal sealed record CsvLayout(
    string Encoding, IReadOnlyList<string> Heading, long HeadingLine, long Records, IReadOnlyList<Fault> Faults)
{
    /// <summary>The stretches of records below the heading.</summary>
    public IReadOnlyList<CsvBlock> Blocks { get; init; } = [];
}
