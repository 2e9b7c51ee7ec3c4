namespace Maltall.Etl.Synthesize;

/// <summary>What is planted in the files, for those who check: the content of <c>truth.json</c>.</summary>
internal sealed class SyntheticTruth
{
    public bool Synthetic { get; } = true;

    public required long Seed { get; init; }

    public required double Scale { get; init; }

    public required int FirstYear { get; init; }

    public required int LastYear { get; init; }

    /// <summary>The changes that are built in, and the null.</summary>
    public required IReadOnlyList<EffectTruth> Effects { get; init; }

    /// <summary>By source, the sum over its files.</summary>
    public SortedDictionary<string, FileTruth> Sources { get; } = new(StringComparer.Ordinal);

    /// <summary>By <c>source/file</c>.</summary>
    public SortedDictionary<string, FileTruth> Files { get; } = new(StringComparer.Ordinal);

    /// <summary>Deliveries that never came, with what they would have held.</summary>
    public SortedDictionary<string, FileTruth> Missing { get; } = new(StringComparer.Ordinal);

    /// <summary>Files with the same bytes as another one: name, and the name of the first.</summary>
    public SortedDictionary<string, string> Copies { get; } = new(StringComparer.Ordinal);

    public void Add(string source, string file, FileTruth truth)
    {
        Files.Add($"{source}/{file}", truth);
        if (!Sources.TryGetValue(source, out var sum))
        {
            Sources[source] = sum = new FileTruth();
        }

        sum.Add(truth);
    }
}

/// <summary>Counts of one file; a file lands as rows − broken − duplicates.</summary>
internal sealed class FileTruth
{
    /// <summary>Rows below the headings, everything included.</summary>
    public long Rows { get; set; }

    /// <summary>Rows that break the contract and must be rejected.</summary>
    public long Broken { get; set; }

    /// <summary>Rows that repeat a row of the same file to the letter.</summary>
    public long Duplicates { get; set; }

    /// <summary>Rows that tell something of an earlier month for the first time.</summary>
    public long Late { get; set; }

    /// <summary>Rows with a wrong value that may be believed.</summary>
    public long Wrong { get; set; }

    /// <summary>Rows that bring the right value after a wrong one.</summary>
    public long Corrections { get; set; }

    /// <summary>Rows that bring again, whole, what was broken the month before.</summary>
    public long Redelivered { get; set; }

    /// <summary>Amounts with a space or a hard space between the thousands.</summary>
    public long ThousandsSeparators { get; set; }

    /// <summary>The broken rows by what is wrong with them.</summary>
    public SortedDictionary<string, long> BrokenBy { get; } = new(StringComparer.Ordinal);

    public void Add(FileTruth other)
    {
        Rows += other.Rows;
        Broken += other.Broken;
        Duplicates += other.Duplicates;
        Late += other.Late;
        Wrong += other.Wrong;
        Corrections += other.Corrections;
        Redelivered += other.Redelivered;
        ThousandsSeparators += other.ThousandsSeparators;
        foreach (var (rule, count) in other.BrokenBy)
        {
            BrokenBy[rule] = BrokenBy.GetValueOrDefault(rule) + count;
        }
    }
}
