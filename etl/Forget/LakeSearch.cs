using System.Buffers;
using System.Text;
using DuckDB.NET.Data;
using Maltall.Etl.Fetch;
using Maltall.Etl.Land;
using Maltall.Lake;

namespace Maltall.Etl.Forget;

/// <summary>
/// Looks through every byte of a lake's folder for texts: files as they lie, Parquet files by their values, and kept
/// deliveries unpacked and opened.
/// </summary>
/// <param name="root">Folder of the lake.</param>
/// <param name="key">Key of the kept deliveries.</param>
public sealed class LakeSearch(string root, PseudonymKey key)
{
    private const int Chunk = 1 << 20;
    private const int Longest = 64;
    private static readonly string Journal = Path.Combine(".forget", "journal.sealed");

    /// <summary>The files that hold any of the texts, by their paths below the lake, in order.</summary>
    /// <param name="texts">ASCII texts of at most 64 letters, at least one.</param>
    /// <param name="cancellation">Asked before each file.</param>
    public IReadOnlyList<string> Find(IReadOnlyCollection<string> texts, CancellationToken cancellation)
    {
        var sought = SearchValues.Create([.. texts], StringComparison.Ordinal);
        var files = Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(root, file))
            .Where(file => file != Journal && file != ".run.lock")
            .Order(StringComparer.Ordinal).ToList();
        var found = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var file in files)
        {
            cancellation.ThrowIfCancellationRequested();
            if (Holds(file, sought))
            {
                found.Add(file);
            }
        }

        found.UnionWith(InValues([.. files.Where(IsParquet)], sought, cancellation));
        return [.. found];
    }

    private static bool IsParquet(string file) => file.EndsWith(".parquet", StringComparison.Ordinal);

    private bool Holds(string file, SearchValues<string> texts)
    {
        var path = Path.Combine(root, file);
        var isRaw = file.StartsWith("raw" + Path.DirectorySeparatorChar, StringComparison.Ordinal)
            && !file.EndsWith(".tmp", StringComparison.Ordinal);
        using Stream stream = isRaw
            ? RawStore.OpenRead(new RawFile(path, "", file.EndsWith(".enc", StringComparison.Ordinal), false),
                key.RawKey())
            : File.OpenRead(path);
        return Holds(stream, texts);
    }

    private static bool Holds(Stream stream, SearchValues<string> texts)
    {
        var buffer = new byte[Chunk + Longest];
        var letters = new char[buffer.Length];
        var filled = 0;
        int read;
        while ((read = stream.ReadAtLeast(buffer.AsSpan(filled), buffer.Length - filled, false)) > 0)
        {
            filled += read;
            var decoded = Encoding.Latin1.GetChars(buffer, 0, filled, letters, 0);
            if (letters.AsSpan(0, decoded).ContainsAny(texts))
            {
                return true;
            }

            var rest = Math.Min(Longest, filled);
            buffer.AsSpan(filled - rest, rest).CopyTo(buffer);
            filled = rest;
        }

        return false;
    }

    // A packed value does not show in the bytes. A file that a killed writer left half has no values to read.
    private List<string> InValues(
        IReadOnlyList<string> files, SearchValues<string> texts, CancellationToken cancellation)
    {
        using var connection = LakeConnection.Open();
        var found = new List<string>();
        foreach (var file in files.Where(file => HasEnd(Path.Combine(root, file))))
        {
            cancellation.ThrowIfCancellationRequested();
            if (InValues(connection, file, texts))
            {
                found.Add(file);
            }
        }

        return found;
    }

    private bool InValues(DuckDBConnection connection, string file, SearchValues<string> texts)
    {
        var source = string.Concat(Path.Combine(root, file)
            .Select(letter => letter is '*' or '?' or '[' ? $"[{letter}]" : letter.ToString()));
        using var command = connection.CreateCommand();
        command.UseStreamingMode = true;
        command.CommandText =
            $"select to_json(line)::varchar from read_parquet({Sql.Text(source)}, hive_partitioning = false) as line";
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            if (reader.GetString(0).AsSpan().ContainsAny(texts))
            {
                return true;
            }
        }

        return false;
    }

    private static bool HasEnd(string path)
    {
        using var file = File.OpenRead(path);
        Span<byte> end = stackalloc byte[4];
        if (file.Length < 12)
        {
            return false;
        }

        file.Position = file.Length - end.Length;
        file.ReadExactly(end);
        return end.SequenceEqual("PAR1"u8);
    }
}
