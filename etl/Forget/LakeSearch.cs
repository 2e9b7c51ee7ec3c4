using System.Buffers;
using System.Text;
using DuckDB.NET.Data;
using Maltall.Etl.Fetch;
using Maltall.Etl.Land;
using Maltall.Etl.Validate;
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

    private delegate bool Matcher(ReadOnlySpan<char> letters);

    /// <summary>The files that hold any of the texts, by their paths below the lake, in order.</summary>
    /// <param name="texts">ASCII texts of at most 64 letters, at least one.</param>
    /// <param name="cancellation">Asked before each file.</param>
    public IReadOnlyList<string> Find(IReadOnlyCollection<string> texts, CancellationToken cancellation)
    {
        var sought = SearchValues.Create([.. texts], StringComparison.Ordinal);
        return Find(letters => letters.ContainsAny(sought), cancellation);
    }

    /// <summary>The files that hold any of many pseudonyms, by their paths below the lake, in order.</summary>
    /// <param name="pseudonyms">Of 32 hex digits each.</param>
    /// <param name="cancellation">Asked before each file.</param>
    public IReadOnlyList<string> FindPseudonyms(
        IReadOnlyCollection<string> pseudonyms, CancellationToken cancellation)
    {
        var sought = pseudonyms.ToHashSet(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
        return Find(Any, cancellation);

        bool Any(ReadOnlySpan<char> letters)
        {
            var run = 0;
            for (var at = 0; at < letters.Length; at++)
            {
                run = char.IsAsciiHexDigitLower(letters[at]) ? run + 1 : 0;
                if (run >= Pseudonyms.Hex && sought.Contains(letters.Slice(at + 1 - Pseudonyms.Hex, Pseudonyms.Hex)))
                {
                    return true;
                }
            }

            return false;
        }
    }

    private List<string> Find(Matcher matches, CancellationToken cancellation)
    {
        var files = Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(root, file))
            .Where(file => file != Journal && file != ".run.lock")
            .Order(StringComparer.Ordinal).ToList();
        var found = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var file in files)
        {
            cancellation.ThrowIfCancellationRequested();
            if (Holds(file, matches))
            {
                found.Add(file);
            }
        }

        found.UnionWith(InValues([.. files.Where(IsParquet)], matches, cancellation));
        return [.. found];
    }

    private static bool IsParquet(string file) => file.EndsWith(".parquet", StringComparison.Ordinal);

    private bool Holds(string file, Matcher matches)
    {
        var path = Path.Combine(root, file);
        var isRaw = file.StartsWith("raw" + Path.DirectorySeparatorChar, StringComparison.Ordinal)
            && !file.EndsWith(".tmp", StringComparison.Ordinal);
        using Stream stream = isRaw
            ? RawStore.OpenRead(new RawFile(path, "", file.EndsWith(".enc", StringComparison.Ordinal), false),
                key.RawKey())
            : File.OpenRead(path);
        return Holds(stream, matches);
    }

    private static bool Holds(Stream stream, Matcher matches)
    {
        var buffer = new byte[Chunk + Longest];
        var letters = new char[buffer.Length];
        var filled = 0;
        int read;
        while ((read = stream.ReadAtLeast(buffer.AsSpan(filled), buffer.Length - filled, false)) > 0)
        {
            filled += read;
            var decoded = Encoding.Latin1.GetChars(buffer, 0, filled, letters, 0);
            if (matches(letters.AsSpan(0, decoded)))
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
        IReadOnlyList<string> files, Matcher matches, CancellationToken cancellation)
    {
        using var connection = LakeConnection.Open();
        var found = new List<string>();
        foreach (var file in files.Where(file => HasEnd(Path.Combine(root, file))))
        {
            cancellation.ThrowIfCancellationRequested();
            if (InValues(connection, file, matches))
            {
                found.Add(file);
            }
        }

        return found;
    }

    private bool InValues(DuckDBConnection connection, string file, Matcher matches)
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
            if (matches(reader.GetString(0)))
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
