using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json;
using Maltall.Lake;

namespace Maltall.Etl.Fetch;

/// <summary>A delivered file on disk.</summary>
/// <param name="Path">Where it lies.</param>
/// <param name="Name">Name by which it is recorded.</param>
/// <param name="Hash">SHA-256 of its bytes, hex.</param>
/// <param name="Synthetic">Whether a manifest beside it says that the generator made it.</param>
public sealed record Delivery(string Path, string Name, string Hash, bool Synthetic)
{
    private const long Largest = 512L << 20;
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    /// <summary>Opens a file, or fetches an address into <paramref name="scratch"/> first.</summary>
    /// <exception cref="UserError">The file is not there, or the address refuses.</exception>
    /// <exception cref="TransportError">The address does not answer.</exception>
    public static Delivery Open(string fileOrUrl, string scratch, CancellationToken cancellation)
    {
        var remote = Uri.TryCreate(fileOrUrl, UriKind.Absolute, out var address) && address.Scheme is "http" or "https";
        var path = remote && address is not null
            ? Download(address, scratch, cancellation).GetAwaiter().GetResult()
            : System.IO.Path.GetFullPath(fileOrUrl);
        if (!File.Exists(path))
        {
            throw new UserError($"The file {fileOrUrl} is not there.",
                "Check the name, or leave it out to take what waits in the inbox.");
        }

        using var stream = File.OpenRead(path);
        var hash = Convert.ToHexStringLower(SHA256.HashData(stream));
        return new Delivery(path, System.IO.Path.GetFileName(path), hash, IsSynthetic(path, hash));
    }

    private static bool IsSynthetic(string path, string hash)
    {
        var folder = System.IO.Path.GetDirectoryName(path);
        for (var up = 0; up < 2 && folder is not null; up++, folder = System.IO.Path.GetDirectoryName(folder))
        {
            var manifest = System.IO.Path.Combine(folder, "manifest.json");
            if (File.Exists(manifest) && Manifest.Lists(manifest, hash))
            {
                return true;
            }
        }

        return false;
    }

    private static async Task<string> Download(Uri address, string scratch, CancellationToken cancellation)
    {
        Directory.CreateDirectory(scratch);
        var name = string.Concat(System.IO.Path.GetFileName(address.LocalPath)
            .Select(letter => char.IsLetterOrDigit(letter) || letter is '.' or '-' or '_' ? letter : '_'));
        var path = System.IO.Path.Combine(scratch, name.Trim('.').Length > 0 ? name : "download");
        using var client = new HttpClient { Timeout = Timeout.InfiniteTimeSpan };
        using var bounded = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        bounded.CancelAfter(Longest);
        try
        {
            using var answer = await client.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, bounded.Token);
            if ((int)answer.StatusCode is 408 or 429 or >= 500)
            {
                throw new TransportError(
                    $"{address.Host} answered {(int)answer.StatusCode} for {address.AbsolutePath}.",
                    "Try again later.");
            }

            if (!answer.IsSuccessStatusCode)
            {
                throw new UserError($"{address.Host} answered {(int)answer.StatusCode} for {address.AbsolutePath}.",
                    "Check the address in a browser, and try again later.");
            }

            await using var source = await answer.Content.ReadAsStreamAsync(bounded.Token);
            await using var file = File.Create(path);
            await Copy(source, file, bounded.Token);
            return path;
        }
        catch (Exception error) when (error is HttpRequestException or HttpIOException)
        {
            throw new TransportError($"{address.Host} could not be reached ({error.Message}).",
                "Check the network, and try again.");
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new TransportError($"{address.Host} did not deliver within {Longest.TotalMinutes} minutes.",
                "Try again later.");
        }
    }

    private static async Task Copy(Stream source, FileStream file, CancellationToken cancellation)
    {
        var buffer = new byte[1 << 16];
        int read;
        while ((read = await source.ReadAsync(buffer, cancellation)) > 0)
        {
            await file.WriteAsync(buffer.AsMemory(0, read), cancellation);
            if (file.Length > Largest)
            {
                throw new UserError("The answer is larger than 512 MB.", "Ask for fewer cells at a time.");
            }
        }
    }
}

/// <summary>The generator's list of what it made, beside the files.</summary>
internal static class Manifest
{
    private static readonly ConcurrentDictionary<(string File, DateTime At), HashSet<string>> Read = new();

    /// <summary>Whether the manifest says that a file with this hash is synthetic.</summary>
    public static bool Lists(string manifest, string hash) =>
        Read.GetOrAdd((manifest, File.GetLastWriteTimeUtc(manifest)), key => Hashes(key.File)).Contains(hash);

    private static HashSet<string> Hashes(string manifest)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(manifest));
        var root = document.RootElement;
        return root.TryGetProperty("synthetic", out var flag) && flag.ValueKind == JsonValueKind.True
            && root.TryGetProperty("files", out var files)
            ? files.EnumerateObject().Select(file => file.Value.GetString() ?? "").ToHashSet()
            : [];
    }
}
