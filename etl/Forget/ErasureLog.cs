using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Maltall.Lake;

namespace Maltall.Etl.Forget;

/// <summary>One thing that was erased, as the table <c>operations/erasure</c> keeps it; never who.</summary>
public sealed class Erasure
{
    /// <summary>The request that it belongs to.</summary>
    public string ErasureId { get; set; } = "";

    /// <summary>When it was done.</summary>
    public DateTimeOffset ErasedAt { get; set; }

    /// <summary>person, raw_person (a kept delivery without the person), raw_retention or rekey.</summary>
    public string Kind { get; set; } = "";

    /// <summary>Why.</summary>
    public string Reason { get; set; } = "";

    /// <summary>Number of persons asked for; 0 when it is not about persons.</summary>
    public long Persons { get; set; }

    /// <summary>Rows that were changed, counted in every file that held them.</summary>
    public long Rows { get; set; }

    /// <summary>Tables that were changed, in order of name.</summary>
    public string? Tables { get; set; }

    /// <summary>Files that were written anew or deleted.</summary>
    public long Files { get; set; }

    /// <summary>SHA-256 of the list of those files: one path below the lake a line, in order.</summary>
    public string? FilesSha256 { get; set; }

    /// <summary>Tells the request from another to who has the key and the request: HMAC, 32 hex digits.</summary>
    public string? RequestFingerprint { get; set; }

    /// <summary>Whether the search afterwards found nothing.</summary>
    public bool IsComplete { get; set; }

    /// <summary>The delivery, for what is about one.</summary>
    public string? BatchId { get; set; }

    /// <summary>SHA-256 of the bytes as they were delivered.</summary>
    public string? ContentHash { get; set; }

    /// <summary>SHA-256 of the bytes that are kept in their place; null when none are.</summary>
    public string? NewContentHash { get; set; }
}

/// <summary>The record of what was erased: the table <c>operations/erasure</c>.</summary>
/// <param name="lake">The lake.</param>
public sealed class ErasureLog(DeltaLake lake)
{
    /// <summary>Name of the table.</summary>
    public const string TableName = "operations/erasure";

    private readonly RowTable<Erasure> _table = new(lake.Table(TableName));

    /// <summary>All that was erased, oldest first.</summary>
    public IReadOnlyList<Erasure> All() => _table.Read();

    /// <summary>Keeps rows, once for each transaction id that is given.</summary>
    internal void Append(IReadOnlyList<Erasure> rows, string? transactionId) =>
        _table.Append(rows, transactionId, CancellationToken.None);

    /// <summary>SHA-256 of a list of files.</summary>
    internal static string Hash(IEnumerable<string> files) => Convert.ToHexStringLower(SHA256.HashData(
        Encoding.UTF8.GetBytes(string.Concat(files.Order(StringComparer.Ordinal)
            .Select(file => string.Create(CultureInfo.InvariantCulture, $"{file}\n"))))));
}
