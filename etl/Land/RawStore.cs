using System.Buffers.Binary;
using System.Security.Cryptography;
using ZstdSharp;

namespace Maltall.Etl.Land;

/// <summary>What is kept of a delivery.</summary>
/// <param name="Path">The file.</param>
/// <param name="Hash">SHA-256 of the delivered bytes, hex.</param>
/// <param name="IsSealed">Whether it is encrypted.</param>
/// <param name="IsRedacted">Whether persons who are forgotten were taken out, so that its bytes are others.</param>
internal sealed record RawFile(string Path, string Hash, bool IsSealed, bool IsRedacted);

/// <summary>
/// Keeps delivered bytes by their SHA-256: packed, and encrypted where the contract has personal data.
/// </summary>
/// <param name="folder">Folder <c>raw</c> of the lake.</param>
/// <remarks>
/// An encrypted file is a random prefix of 8 bytes and then pieces: 4 bytes of length, the sealed bytes, and 16 bytes
/// of tag (AES-256-GCM). The nonce is the prefix and the piece's number; the last piece, and only it, is sealed with
/// a mark, so that a cut or reordered file does not open.
/// </remarks>
internal sealed class RawStore(string folder)
{
    private const int Piece = 1 << 20;
    private const int Prefix = 8;
    private const long Large = 32L << 20;
    private const int SmallLevel = 3;
    private const int FrameSize = 4 << 20;
    private const int BlockSize = 128 << 10;

    private const int Tag = 16;

    /// <summary>Keeps the bytes of a file; a second time changes nothing.</summary>
    /// <param name="file">The delivered file, or a copy of it without the persons who are forgotten.</param>
    /// <param name="hash">SHA-256 of the delivered bytes, hex.</param>
    /// <param name="key">Key of 32 bytes for AES-256-GCM; null to keep the bytes readable.</param>
    /// <param name="isRedacted">Whether the file is such a copy.</param>
    public void Keep(string file, string hash, byte[]? key, bool isRedacted = false)
    {
        if (Find(hash) is null)
        {
            using var source = File.OpenRead(file);
            Put(Home(hash, key is not null, isRedacted), key, target => Pack(source, target));
        }
    }

    /// <summary>Puts bytes in the place of those that were kept, whole or not at all; the old ones are gone.</summary>
    /// <param name="hash">SHA-256 of the delivered bytes, hex.</param>
    /// <param name="key">The key.</param>
    /// <param name="write">Writes the new bytes.</param>
    public void Replace(string hash, byte[] key, Action<Stream> write)
    {
        Put(Home(hash, isSealed: true, isRedacted: true), key, target =>
        {
            using var packing = new CompressionStream(target, SmallLevel, leaveOpen: true);
            write(packing);
        });
        File.Delete(Home(hash, isSealed: true, isRedacted: false));
    }

    /// <summary>Seals what is kept with another key, whole or not at all; done again, it changes nothing.</summary>
    /// <exception cref="CryptographicException">It opens with neither key.</exception>
    public static void Reseal(RawFile file, byte[] old, byte[] fresh)
    {
        if (!Opens(file, fresh))
        {
            Put(file.Path, fresh, target =>
            {
                using var packed = new UnsealedStream(File.OpenRead(file.Path), old);
                packed.CopyTo(target);
            });
        }
    }

    /// <summary>The bytes that were kept.</summary>
    /// <param name="hash">SHA-256 of the bytes, hex.</param>
    /// <param name="key">The key with which they were kept; null when without.</param>
    /// <exception cref="CryptographicException">The key is another, or the file was changed.</exception>
    public byte[] Open(string hash, byte[]? key)
    {
        using var stream = OpenRead(Find(hash) ?? throw new FileNotFoundException($"raw/{hash} is not kept."), key);
        using var plain = new MemoryStream();
        stream.CopyTo(plain);
        return plain.ToArray();
    }

    /// <summary>The bytes of a file, in bounded memory.</summary>
    /// <exception cref="CryptographicException">While reading: the key is another, or the file was changed.</exception>
    public static Stream OpenRead(RawFile file, byte[]? key)
    {
        var source = new FileStream(file.Path, FileMode.Open, FileAccess.Read, FileShare.Read);
        Stream packed = !file.IsSealed ? source
            : new UnsealedStream(source, key ?? throw new CryptographicException("A sealed file needs its key."));
        return new DecompressionStream(packed, leaveOpen: false);
    }

    /// <summary>What is kept of a delivery; null when nothing is.</summary>
    /// <param name="hash">SHA-256 of the delivered bytes, hex.</param>
    public RawFile? Find(string hash) => new[] { (true, true), (true, false), (false, false) }
        .Select(one => new RawFile(Home(hash, one.Item1, one.Item2), hash, one.Item1, one.Item2))
        .FirstOrDefault(file => File.Exists(file.Path));

    /// <summary>All that is kept, in order of hash.</summary>
    public IReadOnlyList<RawFile> All() => !Directory.Exists(folder) ? []
        : [.. Directory.EnumerateFiles(folder, "*.zst*", SearchOption.AllDirectories)
            .Where(path => !path.EndsWith(".tmp", StringComparison.Ordinal))
            .Select(path => Path.GetFileName(path).Split('.')[0]).Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal).Select(Find).OfType<RawFile>()];

    /// <summary>Deletes all that is kept of a delivery.</summary>
    public void Delete(string hash)
    {
        while (Find(hash) is { } file)
        {
            File.Delete(file.Path);
        }
    }

    /// <summary>Takes away what writers that were killed left; no other writer may be at work.</summary>
    public void Sweep()
    {
        if (Directory.Exists(folder))
        {
            foreach (var left in Directory.GetFiles(folder, "*.tmp", SearchOption.AllDirectories)
                .Concat(All().Where(file => file.IsRedacted).Select(file => Home(file.Hash, true, false))))
            {
                File.Delete(left);
            }
        }
    }

    /// <summary>
    /// Packs piece by piece, each a frame of its own. A large file is framed and not packed: packing costs more than
    /// encrypting it and as much as a third of reading it, for a file that is seldom opened.
    /// </summary>
    private static void Pack(FileStream source, Stream target)
    {
        using var packer = source.Length < Large ? new Compressor(SmallLevel) : null;
        var size = (int)Math.Min(source.Length, FrameSize);
        var (plain, packed) = (new byte[size], new byte[packer is null ? 0 : Compressor.GetCompressBound(size)]);
        for (var read = source.ReadAtLeast(plain, size, throwOnEndOfStream: false); read > 0;
            read = source.ReadAtLeast(plain, size, throwOnEndOfStream: false))
        {
            if (packer is null)
            {
                Frame(plain.AsSpan(0, read), target);
            }
            else
            {
                target.Write(packed, 0, packer.Wrap(plain.AsSpan(0, read), packed));
            }
        }
    }

    /// <summary>A frame whose blocks hold the bytes as they are.</summary>
    /// <remarks>RFC 8878, 3.1.1: magic number, single segment with 4 bytes of size, raw blocks.</remarks>
    private static void Frame(ReadOnlySpan<byte> bytes, Stream target)
    {
        Span<byte> head = stackalloc byte[9];
        BinaryPrimitives.WriteUInt32LittleEndian(head, 0xFD2FB528);
        head[4] = 0xA0;
        BinaryPrimitives.WriteInt32LittleEndian(head[5..], bytes.Length);
        target.Write(head);
        while (!bytes.IsEmpty)
        {
            var size = Math.Min(bytes.Length, BlockSize);
            BinaryPrimitives.WriteInt32LittleEndian(head, (size << 3) | (size == bytes.Length ? 1 : 0));
            target.Write(head[..3]);
            target.Write(bytes[..size]);
            bytes = bytes[size..];
        }
    }

    private static void Put(string path, byte[]? key, Action<Stream> write)
    {
        // The home of a hash is a folder below the store.
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        using (var target = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write))
        {
            using (var sealing = key is null ? null : new SealedStream(target, key))
            {
                write(sealing ?? (Stream)target);
            }

            target.Flush(flushToDisk: true);
        }

        File.Move(temporary, path, overwrite: true);
    }

    private static bool Opens(RawFile file, byte[] key)
    {
        using var packed = new UnsealedStream(File.OpenRead(file.Path), key);
        try
        {
            _ = packed.ReadByte();
            return true;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    private string Home(string hash, bool isSealed, bool isRedacted) => Path.Combine(folder, hash[..2],
        $"{hash}{(isRedacted ? ".redacted" : "")}.zst{(isSealed ? ".enc" : "")}");

    private static byte[] Nonce(ReadOnlySpan<byte> prefix, int number)
    {
        var nonce = new byte[Prefix + 4];
        prefix.CopyTo(nonce);
        BinaryPrimitives.WriteInt32LittleEndian(nonce.AsSpan(Prefix), number);
        return nonce;
    }

    /// <summary>Opens what was sealed, piece by piece.</summary>
    private sealed class UnsealedStream : Stream
    {
        private readonly FileStream _source;
        private readonly AesGcm _aes;
        private readonly byte[] _prefix = new byte[Prefix];
        private byte[] _piece = [];
        private int _taken;
        private int _number;

        public UnsealedStream(FileStream source, byte[] key)
        {
            _source = source;
            _aes = new AesGcm(key, Tag);
            source.ReadExactly(_prefix);
        }

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            while (_taken == _piece.Length && (_number == 0 || _source.Position < _source.Length))
            {
                Unseal();
            }

            var read = Math.Min(buffer.Length, _piece.Length - _taken);
            _piece.AsSpan(_taken, read).CopyTo(buffer);
            _taken += read;
            return read;
        }

        public override void Flush()
        {
        }

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                _source.Dispose();
                _aes.Dispose();
                CryptographicOperations.ZeroMemory(_piece);
            }

            base.Dispose(disposing);
        }

        private void Unseal()
        {
            Span<byte> head = stackalloc byte[4];
            Span<byte> tag = stackalloc byte[Tag];
            _source.ReadExactly(head);
            var size = BinaryPrimitives.ReadInt32LittleEndian(head);
            if (size is < 0 or > Piece)
            {
                throw new CryptographicException("The file was changed.");
            }

            var text = new byte[size];
            _source.ReadExactly(text);
            _source.ReadExactly(tag);
            _piece = new byte[size];
            var isLast = _source.Position == _source.Length;
            _aes.Decrypt(Nonce(_prefix, _number++), text, tag, _piece, [(byte)(isLast ? 1 : 0)]);
            _taken = 0;
        }
    }

    /// <summary>Seals what is written, piece by piece.</summary>
    private sealed class SealedStream : Stream
    {
        private readonly Stream _target;
        private readonly AesGcm _aes;
        private readonly byte[] _prefix = RandomNumberGenerator.GetBytes(Prefix);
        private readonly byte[] _piece = new byte[Piece];
        private readonly byte[] _text = new byte[Piece];
        private int _filled;
        private int _number;
        private bool _closed;

        public SealedStream(Stream target, byte[] key)
        {
            _target = target;
            _aes = new AesGcm(key, Tag);
            target.Write(_prefix);
        }

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            while (!buffer.IsEmpty)
            {
                if (_filled == Piece)
                {
                    Seal(isLast: false);
                }

                var taken = Math.Min(buffer.Length, Piece - _filled);
                buffer[..taken].CopyTo(_piece.AsSpan(_filled));
                _filled += taken;
                buffer = buffer[taken..];
            }
        }

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing && !_closed)
            {
                _closed = true;
                Seal(isLast: true);
                _aes.Dispose();
                CryptographicOperations.ZeroMemory(_piece);
            }

            base.Dispose(disposing);
        }

        private void Seal(bool isLast)
        {
            var head = new byte[4];
            BinaryPrimitives.WriteInt32LittleEndian(head, _filled);
            var tag = new byte[Tag];
            _aes.Encrypt(Nonce(_prefix, _number++), _piece.AsSpan(0, _filled), _text.AsSpan(0, _filled), tag,
                [(byte)(isLast ? 1 : 0)]);
            _target.Write(head);
            _target.Write(_text, 0, _filled);
            _target.Write(tag);
            _filled = 0;
        }
    }
}
