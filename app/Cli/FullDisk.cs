using DuckDB.NET.Data;
using Maltall.Lake;

namespace Maltall.App.Cli;

/// <summary>Tells a full disk from other faults, by what the operating system and the query engine say.</summary>
internal static class FullDisk
{
    /// <summary>What the user is told.</summary>
    public const string Message =
        "The disk of the lake, or of temporary files, is full. Nothing was published and the lake is whole; " +
        "make room there (`maltall vacuum` takes away what nobody can ask for) and run the same command again.";

    // No space, quota exceeded and file too large, as Linux and macOS number them; and Windows' disk full.
    private static readonly int[] Codes = [28, 122, 69, 27, unchecked((int)0x80070070)];

    /// <summary>Whether a fault is a full disk.</summary>
    public static bool Is(Exception error) => error switch
    {
        IOException => Codes.Contains(error.HResult) || Says(error.Message),
        DuckDBException or UserError => Says(error.Message),
        // So the runtime tells that a file grew past a bound.
        ArgumentOutOfRangeException => Says(error.Message),
        _ => false,
    } || (error.InnerException is { } inner && Is(inner));

    private static bool Says(string message) =>
        message.Contains("No space left on device", StringComparison.OrdinalIgnoreCase)
        || message.Contains("too large for the file system", StringComparison.OrdinalIgnoreCase)
        || message.Contains("File too large", StringComparison.OrdinalIgnoreCase)
        || message.Contains("Disk quota exceeded", StringComparison.OrdinalIgnoreCase)
        || message.Contains("not enough space", StringComparison.OrdinalIgnoreCase)
        || message.Contains(": error 28.", StringComparison.Ordinal);
}
