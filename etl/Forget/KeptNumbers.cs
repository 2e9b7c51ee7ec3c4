using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Maltall.Etl.Fetch;
using Maltall.Etl.Land;
using Maltall.Etl.Validate;
using Maltall.Lake;

namespace Maltall.Etl.Forget;

/// <summary>Finds the identity numbers in the kept deliveries, as the reader knows them.</summary>
/// <param name="lake">Folder of the lake.</param>
/// <param name="key">The lake's key.</param>
internal sealed class KeptNumbers(string lake, PseudonymKey key)
{
    private readonly RawStore _raw = new(Path.Combine(lake, "raw"));
    private readonly byte[] _key = key.RawKey();
    private readonly HashSet<long> _found = [];
    private readonly byte[] _digits = new byte[Pseudonyms.Digits];
    private int _run;

    /// <summary>Each number of any kept delivery once.</summary>
    /// <exception cref="UserError">A kept delivery does not open.</exception>
    public IEnumerable<string> Find(CancellationToken cancellation)
    {
        foreach (var file in _raw.All().Where(file => file.IsSealed))
        {
            cancellation.ThrowIfCancellationRequested();
            try
            {
                Look(file);
            }
            catch (Exception error) when (error is CryptographicException or EndOfStreamException)
            {
                throw new UserError($"{Path.GetRelativePath(lake, file.Path)} does not open with the lake's key.",
                    "Bring the file back from a backup, or delete it; nothing was done.");
            }
        }

        return _found.Select(number => number.ToString($"D{Pseudonyms.Digits}", CultureInfo.InvariantCulture));
    }

    private void Look(RawFile file)
    {
        using var stream = RawStore.OpenRead(file, _key);
        var buffer = new byte[1 << 16];
        var read = stream.ReadAtLeast(buffer, 2, throwOnEndOfStream: false);
        if (!buffer.AsSpan(0, read).StartsWith("PK"u8))
        {
            for (; read > 0; read = stream.Read(buffer))
            {
                Take(buffer.AsSpan(0, read));
            }

            End();
            return;
        }

        using var book = new MemoryStream();
        book.Write(buffer.AsSpan(0, read));
        stream.CopyTo(book);
        book.Position = 0;
        foreach (var cell in WorkbookReader.Rows(book).SelectMany(row => row.Cells).OfType<string>())
        {
            Take(Encoding.Latin1.GetBytes(cell));
            End();
        }
    }

    private void Take(ReadOnlySpan<byte> bytes)
    {
        foreach (var letter in bytes)
        {
            if (!char.IsAsciiDigit((char)letter))
            {
                End();
            }
            else if (_run++ < _digits.Length)
            {
                _digits[_run - 1] = letter;
            }
        }
    }

    // A run of digits is over; the next may begin in the next piece of the file.
    private void End()
    {
        if (_run == _digits.Length && TypedText.IsIdentityNumber(_digits))
        {
            _found.Add(long.Parse(_digits, CultureInfo.InvariantCulture));
        }

        _run = 0;
    }
}
