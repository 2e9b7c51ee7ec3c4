using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Maltall.Lake;

namespace Maltall.Etl.Fetch.PxWeb;

/// <summary>
/// Asks a statistics bank, no faster than it allows: waits when it says so, and tries again what was broken off.
/// </summary>
/// <param name="http">The way out.</param>
/// <param name="clock">The clock by which is waited.</param>
internal sealed class PxCalls(HttpClient http, TimeProvider clock)
{
    private const int MostTries = 6;
    private const int LargestAnswer = 256 << 20;
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(10);

    private readonly Queue<long> _ended = new();
    private int _most = 30;
    private TimeSpan _window = TimeSpan.FromMinutes(1);

    /// <summary>How long one answer may take.</summary>
    public required TimeSpan Longest { get; init; }

    /// <summary>Asks no more than a number of times in any time as long as the window.</summary>
    public void AtMost(int calls, TimeSpan window) => (_most, _window) = (calls, window);

    /// <summary>Asks until there is an answer.</summary>
    /// <exception cref="UserError">The service says no; the message has the address's path and the status.</exception>
    /// <exception cref="TransportError">It gives no whole answer in six tries, or has broken down.</exception>
    public async Task<byte[]> Ask(PxRequest request, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            await Pace(cancellation);
            var answer = await Try(request, cancellation);
            if (answer.Body is { } body)
            {
                return body;
            }

            var wait = answer.Wait ?? TimeSpan.FromSeconds(1 << (attempt - 1));
            if (attempt == MostTries || wait > LongestWait)
            {
                throw new TransportError($"{Place(request)} {answer.Fault}, " + (wait > LongestWait
                    ? string.Create(CultureInfo.InvariantCulture, $"and asks to wait {wait.TotalMinutes:0} minutes.")
                    : string.Create(CultureInfo.InvariantCulture, $"also after {MostTries} tries.")),
                    "Run it again later; the parts that were fetched are kept.");
            }

            await Task.Delay(wait, clock, cancellation);
        }
    }

    /// <summary>Waits until the window has room, counted from the end of each call.</summary>
    private async Task Pace(CancellationToken cancellation)
    {
        while (_ended.Count > 0 && (_ended.Count > _most || clock.GetElapsedTime(_ended.Peek()) >= _window))
        {
            _ended.Dequeue();
        }

        if (_ended.Count == _most)
        {
            var left = _window - clock.GetElapsedTime(_ended.Dequeue());
            await Task.Delay(left > TimeSpan.Zero ? left : TimeSpan.Zero, clock, cancellation);
        }
    }

    private async Task<Answer> Try(PxRequest request, CancellationToken cancellation)
    {
        using var bounded = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        bounded.CancelAfter(Longest);
        try
        {
            using var message = Message(request);
            using var answer = await http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, bounded.Token);
            return answer.IsSuccessStatusCode ? new Answer(await Body(request, answer.Content, bounded.Token), null, "")
                : Refusal(request, answer);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new Answer(null, null, string.Create(CultureInfo.InvariantCulture,
                $"did not answer within {Longest.TotalSeconds:0} seconds"));
        }
        catch (Exception error) when (error is HttpRequestException or IOException)
        {
            return new Answer(null, null, $"could not be reached, or broke off ({error.Message.TrimEnd('.')})");
        }
        finally
        {
            _ended.Enqueue(clock.GetTimestamp());
        }
    }

    private static HttpRequestMessage Message(PxRequest request)
    {
        var message = new HttpRequestMessage(request.Body is null ? HttpMethod.Get : HttpMethod.Post, request.Address);
        if (request.Body is { } body)
        {
            message.Content = new ByteArrayContent(body);
            message.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        }

        return message;
    }

    private static async Task<byte[]> Body(PxRequest request, HttpContent content, CancellationToken cancellation)
    {
        await using var stream = await content.ReadAsStreamAsync(cancellation);
        using var whole = new MemoryStream();
        var buffer = new byte[1 << 16];
        int read;
        while ((read = await stream.ReadAsync(buffer, cancellation)) > 0)
        {
            whole.Write(buffer, 0, read);
            if (whole.Length > LargestAnswer)
            {
                throw new UserError($"{Place(request)} answers with more than 256 MB.",
                    "Set 'cells' in the query to ask for less at a time.");
            }
        }

        return whole.ToArray();
    }

    private Answer Refusal(PxRequest request, HttpResponseMessage answer)
    {
        var status = (int)answer.StatusCode;
        var fault = string.Create(CultureInfo.InvariantCulture, $"answered {status}");
        if (answer.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.BadGateway
            or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout)
        {
            var after = answer.Headers.RetryAfter;
            var wait = after?.Delta ?? after?.Date - clock.GetUtcNow();
            return new Answer(null, wait < TimeSpan.Zero ? TimeSpan.Zero : wait, fault);
        }

        throw status >= 500 ? new TransportError($"{Place(request)} {fault}.",
            "Look at the address in a browser, and try again later.")
            : new UserError($"{Place(request)} {fault}.", answer.StatusCode switch
        {
            HttpStatusCode.BadRequest => "The service does not take the question; look at 'api' and 'select'.",
            HttpStatusCode.Forbidden => "It gives no so large an answer; set 'cells' in the query lower.",
            HttpStatusCode.NotFound => "There is no such table; look at 'table' in the query.",
            _ => "Look at the address in a browser.",
        });
    }

    private static string Place(PxRequest request) => request.Address.Host + request.Address.AbsolutePath;

    /// <summary>The answer, or what was wrong and how long the service asks to wait.</summary>
    private readonly record struct Answer(byte[]? Body, TimeSpan? Wait, string Fault);
}
