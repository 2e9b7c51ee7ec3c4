using System.Security.Cryptography;
using Maltall.Lake;

namespace Maltall.App.Web;

/// <summary>The built client's files for browsers. Their addresses change with their content, so browsers may keep
/// them.</summary>
public sealed class Assets
{
    private static readonly Dictionary<string, string> Types = new()
    {
        [".css"] = "text/css; charset=utf-8", [".woff2"] = "font/woff2",
    };

    private readonly Dictionary<string, (byte[] Content, string Type)> _files;

    /// <summary>Reads the files.</summary>
    /// <param name="client">The built client.</param>
    /// <exception cref="UserError">The client is not built.</exception>
    public Assets(string client)
    {
        var site = Path.Combine(client, "site.css");
        if (!File.Exists(site))
        {
            throw new UserError($"The style sheet {site} is missing.", "Build again: ./maltall builds it with npm.");
        }

        _files = Directory.EnumerateFiles(client).Where(file => Types.ContainsKey(Path.GetExtension(file)))
            .ToDictionary(file => Path.GetFileName(file), file =>
                (File.ReadAllBytes(file), Types[Path.GetExtension(file)]));
        var hash = Convert.ToHexStringLower(SHA256.HashData(_files["site.css"].Content));
        StyleSheet = $"/assets/site.css?v={hash[..12]}";
    }

    /// <summary>Address of the style sheet.</summary>
    public string StyleSheet { get; }

    /// <summary>Answers a request for a file.</summary>
    /// <param name="name">Name of the file, without a folder.</param>
    /// <param name="response">Told that browsers may keep the answer.</param>
    public IResult Answer(string name, HttpResponse response)
    {
        if (!_files.TryGetValue(name, out var file))
        {
            return Results.NotFound();
        }

        response.Headers.CacheControl = "public, max-age=31536000, immutable";
        return Results.Bytes(file.Content, file.Type);
    }
}
