namespace Maltall.Etl.Fetch;

/// <summary>A delivery as it stands in the query engine, all values still text; or why it could not be read.</summary>
internal abstract record Staging
{
    private Staging()
    {
    }

    /// <summary>The delivery could be read.</summary>
    /// <param name="Select">SQL that gives one text column a landed column of the contract, named by ours.</param>
    /// <param name="RowsIn">Rows that the delivery holds, faulty ones counted.</param>
    /// <param name="Faults">Records that could not be read; they are not in the select.</param>
    /// <param name="RowsPerFault">Rows that one record stands for: 1, or the number of wide columns.</param>
    public sealed record Rows(string Select, long RowsIn, IReadOnlyList<Fault> Faults, int RowsPerFault) : Staging
    {
        /// <summary>
        /// Line of the first record, when each record is one line and the select gives them in the file's order; null
        /// when the select itself gives <c>_row</c> (line, sheet row or cell number, from 1).
        /// </summary>
        public long? FirstLine { get; init; }
    }

    /// <summary>The delivery as a whole breaks its contract.</summary>
    public sealed record Refused(string Reason, string Remedy) : Staging;
}
