namespace Maltall.Etl.Fetch;

/// <summary>A delivery whose records can be read; or why it could not be read.</summary>
internal abstract record Staging
{
    private Staging()
    {
    }

    /// <summary>The delivery could be read.</summary>
    /// <param name="Records">Where its readable records are.</param>
    /// <param name="RowsIn">Rows that the delivery holds, faulty ones counted.</param>
    /// <param name="Faults">Records that could not be read.</param>
    /// <param name="RowsPerRecord">Rows that one record stands for: 1, or the number of wide columns.</param>
    public sealed record Rows(
        RecordFile Records, long RowsIn, IReadOnlyList<Fault> Faults, int RowsPerRecord) : Staging
    {
        /// <summary>Which records may share a key; null for a small delivery, where it is not known.</summary>
        public KeySketch? Keys { get; init; }
    }

    /// <summary>The delivery as a whole breaks its contract.</summary>
    public sealed record Refused(string Reason, string Remedy) : Staging;
}
