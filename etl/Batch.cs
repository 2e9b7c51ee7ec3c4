namespace Maltall.Etl;

/// <summary>One delivery as it was recorded; a row of <c>operations/batch</c>.</summary>
/// <param name="BatchId">Source and the first 16 digits of the content hash; the same bytes are the same batch.</param>
/// <param name="Source">Id of the contract.</param>
/// <param name="File">Name of the file, without its folder.</param>
/// <param name="ContentHash">SHA-256 of the bytes, hex.</param>
public sealed record Batch(string BatchId, string Source, string File, string ContentHash)
{
    /// <summary>Version of the contract by which it was read.</summary>
    public required int ContractVersion { get; init; }

    /// <summary>When it was recorded.</summary>
    public required DateTimeOffset LandedAt { get; init; }

    /// <summary>landed, refused or withdrawn.</summary>
    public required string Status { get; init; }

    /// <summary>Why it was refused; null when it landed.</summary>
    public string? Reason { get; init; }

    /// <summary>Rows that the delivery holds.</summary>
    public long RowsIn { get; init; }

    /// <summary>Rows that are in the landed table.</summary>
    public long Landed { get; init; }

    /// <summary>Rows that broke a rule.</summary>
    public long Rejected { get; init; }

    /// <summary>Rows that stood twice in the delivery, or as they are in the lake already.</summary>
    public long Duplicate { get; init; }

    /// <summary>Landed rows that break a rule which only warns.</summary>
    public long Warned { get; init; }

    /// <summary>The month that a monthly delivery is for, as its file name says: 2012-03; else null.</summary>
    public string? Period { get; init; }

    /// <summary>Whether the generator made it.</summary>
    public bool Synthetic { get; init; }
}

/// <summary>What came of one delivery.</summary>
public abstract record Reading
{
    private Reading()
    {
    }

    /// <summary>The delivery follows its contract; single rows may be rejected.</summary>
    public sealed record Accepted(Batch Batch) : Reading;

    /// <summary>The delivery as a whole breaks its contract; nothing of it is landed.</summary>
    public sealed record Refused(string File, string Reason, string Remedy) : Reading;

    /// <summary>The same bytes were landed before; nothing is changed.</summary>
    public sealed record AlreadyLanded(Batch Batch) : Reading;
}

/// <summary>A rule that a row breaks, as the supplier is told of it.</summary>
/// <param name="BatchId">The delivery.</param>
/// <param name="File">Name of the file.</param>
/// <param name="Row">Line of the file, row of the sheet, or number of the cell, from 1; 0 for the delivery.</param>
/// <param name="Column">The file's word for the column; null for a rule over several.</param>
/// <param name="Rule">The rule that the row breaks.</param>
/// <param name="Message">What is wrong, without any value.</param>
/// <param name="Remedy">What to do.</param>
public sealed record Reject(
    string BatchId, string File, long Row, string? Column, string Rule, string Message, string Remedy)
{
    /// <summary>What became of the row, or of the delivery.</summary>
    public Severity Severity { get; init; }

    /// <summary>Code of the district that the row names; null when it names none, or that is not known.</summary>
    public string? Unit { get; init; }

    /// <summary>How far off it is, such as +3; null for a rule that cannot say. Never a personal value.</summary>
    public string? Detail { get; init; }
}
