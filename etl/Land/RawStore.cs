using System.Buffers.Binary;
using System.IO.Compression;
using System.Security.Cryptography;

namespace Maltall.Etl.Land;

/// <summary>
/// Keeps delivered bytes by their SHA-256: packed by gzip, and then encrypted where the contract has personal data. The
/// bytes pass through in pieces, so that a delivery may be larger than the memory.
/// </summary>
/// <param name="folder">Folder <c>raw</c> of the lake.</param>
/// <remarks>
/// Encrypted pieces of 1 MB by AES-256-GCM, as in STREAM (Hoang, Reyhanitabar, Rogaway, Vizár 2015): the nonce is 7
/// random bytes of the file, the piece's number, and 1 for the last piece, so that pieces can be neither moved nor left out.
/// </remarks>
internal sealed class RawStore(string folder)
{
    private const int Piece = 1 << 20;
    private const int Prefix = 7;
    private const int Nonce = 12;
    private const int Tag = 16;

    /// <summary>Keeps the bytes of a file; a second time changes nothing.</summary>
    /// <param name="file">The delivered file.</param>
    /// <param name="hash">SHA-256 of its bytes, hex.</param>
    /// <param name="key">Key of 32 bytes for AES-256-GCM; null to keep the bytes readable.</param>
    /// <param name="cancellation">Looked at once per piece.</param>
    public void Keep(string file, string hash, byte[]? key, CancellationToken cancellation)
    {
        var kept = Home(hash, key);
        if (File.Exists(kept))
        {
            return;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(kept) ?? folder);
        var temporary = $"{kept}.{Guid.NewGuid():N}.tmp";
        try
        {
            using (var target = new FileStream(temporary, Options()))
            {
                Pack(file, target, key, cancellation);
                target.Flush(flushToDisk: true);
            }

            File.Move(temporary, kept, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    /// <summary>The bytes of a kept delivery.</summary>
    /// <param name="hash">SHA-256 of its bytes, hex.</param>
    /// <param name="key">The key by which it was kept; null when it was kept readable.</param>
    /// <returns>A stream of the delivered bytes.</returns>
    /// <exception cref="CryptographicException">The key is another, or the bytes were changed.</exception>
    public Stream Open(string hash, byte[]? key)
    {
        Stream packed = File.OpenRead(Home(hash, key));
        if (key is not null)
        {
            using var sealed_ = packed;
            packed = Unseal(sealed_, key);
        }

        return new GZipStream(packed, CompressionMode.Decompress);
    }

    private static void Pack(string file, Stream target, byte[]? key, CancellationToken cancellation)
    {
        using var source = File.OpenRead(file);
        using var seal = key is null ? null : new SealingStream(target, key);
        using (var gzip = new GZipStream(seal ?? target, CompressionLevel.Fastest, leaveOpen: true))
        {
            var buffer = new byte[Piece];
            for (var read = source.Read(buffer); read > 0; read = source.Read(buffer))
            {
                cancellation.ThrowIfCancellationRequested();
                gzip.Write(buffer, 0, read);
            }
        }

        seal?.Finish();
    }

    private static MemoryStream Unseal(Stream sealed_, byte[] key)
    {
        using var aes = new AesGcm(key, Tag);
        var nonce = new byte[Nonce];
        sealed_.ReadExactly(nonce, 0, Prefix);
        var plain = new MemoryStream();
        var buffer = new byte[Piece + Tag];
        for (uint number = 0; ; number++)
        {
            var read = sealed_.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
            var last = sealed_.Position == sealed_.Length;
            Number(nonce, number, last);
            var open = new byte[Math.Max(0, read - Tag)];
            aes.Decrypt(nonce, buffer.AsSpan(0, open.Length), buffer.AsSpan(open.Length, read - open.Length), open);
            plain.Write(open);
            if (last)
            {
                plain.Position = 0;
                return plain;
            }
        }
    }

    private static void Number(byte[] nonce, uint number, bool last)
    {
        BinaryPrimitives.WriteUInt32BigEndian(nonce.AsSpan(Prefix), number);
        nonce[Nonce - 1] = last ? (byte)1 : (byte)0;
    }

    private string Home(string hash, byte[]? key) => Path.Combine(folder, hash[..2], hash + (key is null ? ".gz" : ".gz.enc"));

    private static FileStreamOptions Options()
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return options;
    }

    /// <summary>Encrypts what is written to it, piece by piece.</summary>
    private sealed class SealingStream : Stream
    {
        private readonly Stream _target;
        private readonly AesGcm _aes;
        private readonly byte[] _nonce = new byte[Nonce];
        private readonly byte[] _plain = new byte[Piece];
        private readonly byte[] _sealed = new byte[Piece + Tag];
        private int _filled;
        private uint _number;

        public SealingStream(Stream target, byte[] key)
        {
            _target = target;
            _aes = new AesGcm(key, Tag);
            RandomNumberGenerator.Fill(_nonce.AsSpan(0, Prefix));
            target.Write(_nonce, 0, Prefix);
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

        public override void Write(byte[] buffer, int offset, int count)
        {
            while (count > 0)
            {
                if (_filled == Piece)
                {
                    Seal(last: false);
                }

                var part = Math.Min(count, Piece - _filled);
                Buffer.BlockCopy(buffer, offset, _plain, _filled, part);
                _filled += part;
                offset += part;
                count -= part;
            }
        }

        /// <summary>Writes the last piece, without which the file cannot be opened.</summary>
        public void Finish() => Seal(last: true);

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            CryptographicOperations.ZeroMemory(_plain);
            _aes.Dispose();
            base.Dispose(disposing);
        }

        private void Seal(bool last)
        {
            Number(_nonce, _number++, last);
            _aes.Encrypt(_nonce, _plain.AsSpan(0, _filled), _sealed.AsSpan(0, _filled), _sealed.AsSpan(_filled, Tag));
            _target.Write(_sealed, 0, _filled + Tag);
            _filled = 0;
        }
    }
}
