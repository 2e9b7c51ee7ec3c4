using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Maltall.Lake;

namespace Maltall.Etl.Fetch.PxWeb;

/// <summary>A table that was fetched from a statistics bank, ready to be landed.</summary>
/// <param name="File">One JSON-stat document with all of its cells.</param>
/// <param name="Cells">Number of its cells.</param>
/// <param name="Parts">Number of parts that it was asked for in.</param>
/// <param name="Asked">Number of those that were asked for now; the others were kept from before.</param>
public sealed record PxDocument(string File, long Cells, int Parts, int Asked)
{
    /// <summary>Takes the document and its parts away; they have been landed.</summary>
    public void Forget() => Directory.Delete(Path.GetDirectoryName(File) ?? "", recursive: true);
}

/// <summary>
/// Fetches tables of statistics banks, such as Statistics Norway's, by PxWebApi version 1 and 2. Large tables are asked
/// for in parts that are kept until they are landed, so a fetch that is broken off goes on where it was.
/// A client fetches one table after the other.
/// </summary>
/// <param name="http">The way out; its own timeout is best infinite, for the client has one.</param>
/// <param name="clock">The clock by which is waited.</param>
public sealed class PxWebClient(HttpClient http, TimeProvider clock)
{
    /// <summary>Cells that version 1 gives at a time, which it does not tell; the least of the services.</summary>
    private const int CellsOfV1 = 100_000;

    /// <summary>One for each service, for it counts the calls of all queries together.</summary>
    private readonly Dictionary<string, PxCalls> _calls = [];

    /// <summary>How long one answer may take.</summary>
    public TimeSpan Longest { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>A way out that takes compressed answers, and leaves the timeout to the client.</summary>
    public static HttpClient Http()
    {
        var http = new HttpClient(new HttpClientHandler { AutomaticDecompression = DecompressionMethods.All })
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
        http.DefaultRequestHeaders.UserAgent.ParseAdd("Maltall/1.0");
        return http;
    }

    /// <summary>Fetches what a query takes.</summary>
    /// <param name="query">The query.</param>
    /// <param name="staging">Folder <c>.staging</c> of the lake; the parts are kept below it.</param>
    /// <param name="cancellation">Cancelled = what was fetched until then is kept, for the next time.</param>
    /// <exception cref="UserError">The service says no, or has not what the query asks for.</exception>
    /// <exception cref="TransportError">The service gives no whole answer.</exception>
    public async Task<PxDocument> Fetch(PxQuery query, string staging, CancellationToken cancellation)
    {
        var calls = Calls(query.Table.Authority);
        var limit = Math.Min(query.Cells ?? int.MaxValue, await Limit(query, calls, cancellation));
        var metadata = PxRequest.Metadata(query);
        var table = Understood(metadata, await calls.Ask(metadata, cancellation),
            json => PxTable.Read(query.Api, json));
        var codes = table.Chosen(query);
        var parts = PxPlan.Split(query, codes, limit)
            .Select(part => new PxPart(part, PxRequest.Data(query, table, part))).ToList();
        var folder = Folder(Path.Combine(staging, "pxweb"), query, table, parts);
        var asked = await Fill(folder, table, parts, calls, cancellation);
        return new PxDocument(Join(Path.Combine(folder, query.Id + ".json"), table, codes, Files(folder, parts)),
            PxPlan.Cells(codes), parts.Count, asked);
    }

    private PxCalls Calls(string service)
    {
        if (!_calls.TryGetValue(service, out var calls))
        {
            _calls[service] = calls = new PxCalls(http, clock) { Longest = Longest };
        }

        return calls;
    }

    private static async Task<int> Limit(PxQuery query, PxCalls calls, CancellationToken cancellation)
    {
        if (query.Api == PxApi.V1)
        {
            return CellsOfV1;
        }

        var request = PxRequest.Config(query);
        var (cells, most, seconds) = Understood(request, await calls.Ask(request, cancellation), json =>
        {
            using var document = JsonDocument.Parse(json);
            return (Whole(document.RootElement, "maxDataCells"),
                Whole(document.RootElement, "maxCallsPerTimeWindow"), Whole(document.RootElement, "timeWindow"));
        });
        calls.AtMost(Math.Max(1, most), TimeSpan.FromSeconds(Math.Clamp(seconds, 1, 600)));
        return cells > 0 ? cells : CellsOfV1;
    }

    private static int Whole(JsonElement config, string name) =>
        PxTable.Of(config, name, JsonValueKind.Number).TryGetInt32(out var number) ? number
            : throw new JsonException($"'{name}' is no whole number");

    /// <summary>
    /// Asks for the parts that are not there. When the table was updated meanwhile, the older parts are asked for once
    /// more: a document holds one edition.
    /// </summary>
    private static async Task<int> Fill(
        string folder, PxTable table, List<PxPart> parts, PxCalls calls, CancellationToken cancellation)
    {
        var asked = 0;
        for (var round = 0; round < 2; round++)
        {
            var editions = new List<(string File, string Updated)>();
            foreach (var (file, part) in Files(folder, parts).Zip(parts))
            {
                if (!File.Exists(file))
                {
                    asked++;
                    await Keep(file, part, table, calls, cancellation);
                }

                var json = await File.ReadAllBytesAsync(file, cancellation);
                editions.Add((file, Understood(part.Request, json, bytes => PxJoin.Check(bytes, table, part.Codes))));
            }

            var newest = editions.Max(one => one.Updated);
            var older = editions.Where(one => one.Updated != newest).ToList();
            if (older.Count == 0)
            {
                return asked;
            }

            older.ForEach(one => File.Delete(one.File));
        }

        throw new TransportError($"{parts[0].Request.Address.Host} updates the table while it is fetched.",
            "Run it again later.");
    }

    private static async Task Keep(
        string file, PxPart part, PxTable table, PxCalls calls, CancellationToken cancellation)
    {
        var json = await calls.Ask(part.Request, cancellation);
        Understood(part.Request, json, bytes => PxJoin.Check(bytes, table, part.Codes));
        var half = $"{file}.{Guid.NewGuid():N}.half";
        await File.WriteAllBytesAsync(half, json, CancellationToken.None);
        File.Move(half, file, overwrite: true);
    }

    private static string Join(
        string file, PxTable table, IReadOnlyList<IReadOnlyList<string>> codes, IEnumerable<string> parts)
    {
        var join = new PxJoin(table, codes);
        foreach (var part in parts)
        {
            join.Add(File.ReadAllBytes(part));
        }

        using var stream = File.Create(file);
        join.Write(stream);
        return file;
    }

    /// <summary>
    /// The folder of the parts, by what is asked for and of which edition; those of other editions are taken away.
    /// </summary>
    private static string Folder(string home, PxQuery query, PxTable table, List<PxPart> parts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(table.Updated ?? ""));
        foreach (var part in parts)
        {
            hash.AppendData(Encoding.UTF8.GetBytes("\n" + part.Request.Address.AbsoluteUri + "\n"));
            hash.AppendData(part.Request.Body ?? []);
        }

        var folder = Path.Combine(home, $"{query.Id}-{Convert.ToHexStringLower(hash.GetHashAndReset())[..16]}");
        Directory.CreateDirectory(folder);
        foreach (var other in Directory.GetDirectories(home, query.Id + "-*").Where(other => other != folder))
        {
            Directory.Delete(other, recursive: true);
        }

        return folder;
    }

    private static IEnumerable<string> Files(string folder, List<PxPart> parts) => parts.Select((_, at) =>
        Path.Combine(folder, (at + 1).ToString("000", CultureInfo.InvariantCulture) + ".json"));

    private static T Understood<T>(PxRequest request, byte[] json, Func<byte[], T> read)
    {
        try
        {
            return read(json);
        }
        catch (Exception error) when (error is JsonException or FormatException or InvalidOperationException)
        {
            throw new UserError(
                $"{request.Address.Host}{request.Address.AbsolutePath} answers what is not understood " +
                $"({error.Message.TrimEnd('.')}).", "Look at 'api' and 'table' in the query.");
        }
    }

    /// <summary>A part of a table: its codes of each variable, and how it is asked for.</summary>
    private sealed record PxPart(IReadOnlyList<IReadOnlyList<string>> Codes, PxRequest Request);
}
