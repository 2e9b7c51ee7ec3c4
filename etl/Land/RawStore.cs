using System.Buffers.Binary;
using System.Security.Cryptography;
using ZstdSharp;

namespace Maltall.Etl.Land;

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

    /// <summary>A large file is packed fast, at some cost in size.</summary>
    private const int LargeLevel = -5;

    private const int Tag = 16;

    /// <summary>Keeps the bytes of a file; a second time changes nothing.</summary>
    /// <param name="file">The delivered file.</param>
    /// <param name="hash">SHA-256 of its bytes, hex.</param>
    /// <param name="key">Key of 32 bytes for AES-256-GCM; null to keep the bytes readable.</param>
    public void Keep(string file, string hash, byte[]? key)
    {
        var kept = Home(hash, key);
        if (File.Exists(kept))
        {
            return;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(kept) ?? folder);
        var temporary = $"{kept}.{Guid.NewGuid():N}.tmp";
        using (var target = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write))
        using (var sealing = key is null ? null : new SealedStream(target, key))
        using (var source = File.OpenRead(file))
        {
            Pack(source, sealing ?? (Stream)target);
        }

        File.Move(temporary, kept, overwrite: true);
    }

    /// <summary>The bytes that were kept.</summary>
    /// <param name="hash">SHA-256 of the bytes, hex.</param>
    /// <param name="key">The key with which they were kept; null when without.</param>
    /// <exception cref="CryptographicException">The key is another, or the file was changed.</exception>
    public byte[] Open(string hash, byte[]? key)
    {
        var bytes = File.ReadAllBytes(Home(hash, key));
        using var packed = new MemoryStream(key is null ? bytes : Unsealed(bytes, key));
        using var unpacking = new DecompressionStream(packed);
        using var plain = new MemoryStream();
        unpacking.CopyTo(plain);
        return plain.ToArray();
    }

    /// <summary>Packs piece by piece, each a frame of its own: that is faster than one long frame.</summary>
    private static void Pack(FileStream source, Stream target)
    {
        using var packer = new Compressor(source.Length < Large ? SmallLevel : LargeLevel);
        var size = (int)Math.Min(source.Length, FrameSize);
        var (plain, packed) = (new byte[size], new byte[Compressor.GetCompressBound(size)]);
        for (var read = source.ReadAtLeast(plain, size, throwOnEndOfStream: false); read > 0;
            read = source.ReadAtLeast(plain, size, throwOnEndOfStream: false))
        {
            target.Write(packed, 0, packer.Wrap(plain.AsSpan(0, read), packed));
        }
    }

    private string Home(string hash, byte[]? key) =>
        Path.Combine(folder, hash[..2], hash + (key is null ? ".zst" : ".zst.enc"));

    private static byte[] Unsealed(byte[] bytes, byte[] key)
    {
        using var aes = new AesGcm(key, Tag);
        using var plain = new MemoryStream();
        var number = 0;
        for (var at = Prefix; at < bytes.Length || number == 0; number++)
        {
            var size = BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(at));
            var last = at + 4 + size + Tag == bytes.Length;
            var piece = new byte[size];
            aes.Decrypt(Nonce(bytes.AsSpan(0, Prefix), number), bytes.AsSpan(at + 4, size),
                bytes.AsSpan(at + 4 + size, Tag), piece, [(byte)(last ? 1 : 0)]);
            plain.Write(piece);
            at += 4 + size + Tag;
        }

        return plain.ToArray();
    }

    private static byte[] Nonce(ReadOnlySpan<byte> prefix, int number)
    {
        var nonce = new byte[Prefix + 4];
        prefix.CopyTo(nonce);
        BinaryPrimitives.WriteInt32LittleEndian(nonce.AsSpan(Prefix), number);
        return nonce;
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
