using System.Buffers;
using System.Globalization;
using System.Text;

namespace Maltall.Etl.Fetch;

/// <summary>
/// A file of rows that were read from a workbook or a statistics table: UTF-8, a row a line, its number and its fields
/// divided by the byte 1F; a byte with a meaning of its own is written as 1A and that byte plus 40 (hexadecimal).
/// </summary>
internal static class RowFile
{
    /// <summary>Stands before a byte that has a meaning.</summary>
    public const byte Escape = 0x1A;

    /// <summary>Stands between fields.</summary>
    public const byte Divider = 0x1F;

    private const int Raised = 0x40;

    private static readonly SearchValues<byte> Meaning =
        SearchValues.Create([(byte)'\n', (byte)'\r', Escape, Divider]);

    /// <summary>The byte that was written after the mark of an escape.</summary>
    public static byte Escaped(byte written) => (byte)(written - Raised);

    /// <summary>Writes rows to a private file.</summary>
    /// <param name="path">The file, which is not there yet.</param>
    /// <param name="rows">Number of each row where it was delivered, and its texts.</param>
    /// <param name="cancellation">Looked at once in a while.</param>
    /// <returns>Number of rows written.</returns>
    public static long Write(
        string path, IEnumerable<(long Row, IReadOnlyList<string?> Values)> rows, CancellationToken cancellation)
    {
        using var file = new FileStream(path, Scratch.Private(FileMode.CreateNew));
        var count = 0L;
        foreach (var (number, values) in rows)
        {
            if (count++ % 10_000 == 0)
            {
                cancellation.ThrowIfCancellationRequested();
            }

            file.Write(Encoding.ASCII.GetBytes(number.ToString(CultureInfo.InvariantCulture)));
            foreach (var value in values)
            {
                file.WriteByte(Divider);
                Field(file, Encoding.UTF8.GetBytes(value ?? ""));
            }

            file.WriteByte((byte)'\n');
        }

        return count;
    }

    private static void Field(FileStream file, ReadOnlySpan<byte> text)
    {
        if (!text.ContainsAny(Meaning))
        {
            file.Write(text);
            return;
        }

        foreach (var letter in text)
        {
            var special = Meaning.Contains(letter);
            if (special)
            {
                file.WriteByte(Escape);
            }

            file.WriteByte(special ? (byte)(letter + Raised) : letter);
        }
    }
}
