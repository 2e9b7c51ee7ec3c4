using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Maltall.Etl.Tests.PxWeb;

/// <summary>What the double does instead of answering a question for data.</summary>
internal enum Trouble
{
    Busy,
    Dropped,
    Silent,
}

/// <summary>
/// A statistics bank in this process: it gives the recorded answers of version 1 and 2, keeps the limits of the real
/// ones, and takes no question that breaks the published contract.
/// </summary>
internal sealed class PxServer : IAsyncDisposable
{
    private const string V2 = "/api/v2";
    private const string V1 = "/api/v0/no/table/05300";

    private readonly WebApplication _app;
    private readonly TimeProvider _clock;
    private readonly OpenApi _contract = new(RealFileTests.SharedFile("pxweb_jsonstat/PxAPI-2.openapi.yml"));
    private readonly Queue<DateTimeOffset> _calls = new();

    private PxServer(WebApplication app, TimeProvider clock) => (_app, _clock) = (app, clock);

    public PxRecording Counties { get; } = new("scb_v2_TAB6471_data.json");

    public PxRecording Distances { get; } = new("ssb_v0_table_05300.json-stat2.json");

    /// <summary>Cells that it gives at a time; more is answered with 403.</summary>
    public int MostCells { get; set; } = 150_000;

    /// <summary>Calls that it takes in one second; more is answered with 429.</summary>
    public int MostCalls { get; set; } = 3;

    /// <summary>Calls a second that its configuration tells.</summary>
    public int ToldCalls { get; set; } = 3;

    /// <summary>Whether 429 says when, as a date instead of as a number of seconds.</summary>
    public bool SaysDate { get; set; }

    /// <summary>How long 429 asks to wait.</summary>
    public int WaitSeconds { get; set; } = 5;

    /// <summary>Every question that it took, but those for data that were answered with trouble.</summary>
    public List<Question> Questions { get; } = [];

    /// <summary>What broke the contract; the test fails when it is not expected.</summary>
    public List<string> Violations { get; } = [];

    /// <summary>Trouble by the number of the question for data, from 1.</summary>
    public Dictionary<int, Trouble> Troubles { get; } = [];

    /// <summary>Called with the number of each question for data, before it is answered.</summary>
    public Action<int>? AtData { get; set; }

    public int TooMany { get; private set; }

    public int DataCalls { get; private set; }

    public Uri TableOfV2 => new($"{_app.Urls.First()}{V2}/tables/TAB6471");

    public Uri TableOfV1 => new(_app.Urls.First() + V1);

    /// <summary>What broke the contract until now; it is expected, so the test does not fail of it.</summary>
    public IReadOnlyList<string> Taken()
    {
        string[] taken = [.. Violations];
        Violations.Clear();
        return taken;
    }

    public static async Task<PxServer> Start(TimeProvider clock)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(options => options.Listen(IPAddress.Loopback, 0));
        var server = new PxServer(builder.Build(), clock);
        server._app.Run(server.Answer);
        await server._app.StartAsync(TestContext.Current.CancellationToken);
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        Assert.Empty(Violations);
    }

    private async Task Answer(HttpContext context)
    {
        var path = context.Request.Path.Value ?? "";
        using var reader = new StreamReader(context.Request.Body);
        var question = new Question(context.Request.Method, path.StartsWith(V2, StringComparison.Ordinal)
            ? path[V2.Length..] : path, [.. context.Request.Query.SelectMany(one => one.Value
                .Select(value => (one.Key, value ?? "")))], context.Request.ContentType,
            await reader.ReadToEndAsync(context.RequestAborted));
        if (IsTooFast(context.Response))
        {
            return;
        }

        var fault = path.StartsWith(V2, StringComparison.Ordinal) ? _contract.Violation(question)
            : path == V1 ? PxVersion1.Violation(question) : $"no path {path}";
        if (fault is not null)
        {
            Violations.Add($"{question.Method} {path}: {fault}");
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        await Answer(context, question, path == V1);
    }

    private async Task Answer(HttpContext context, Question question, bool isV1)
    {
        var isData = isV1 ? question.Method == "POST" : question.Path.EndsWith("/data", StringComparison.Ordinal);
        if (!isData)
        {
            Questions.Add(question);
            var fixedAnswer = isV1 ? PxRecording.Node("ssb_v0_table_05300.metadata.json") : question.Path switch
            {
                "/config" => Config(),
                "/tables/TAB6471/metadata" => Metadata(),
                _ => null,
            };
            await Write(context, fixedAnswer, null);
            return;
        }

        DataCalls++;
        AtData?.Invoke(DataCalls);
        Trouble? trouble = Troubles.TryGetValue(DataCalls, out var one) ? one : null;
        if (trouble is null)
        {
            Questions.Add(question);
        }

        if (!isV1 && question.Path != "/tables/TAB6471/data")
        {
            await Write(context, null, null);
            return;
        }

        var cut = isV1 ? Distances.Cut(PxVersion1.Selection(question)) : Counties.Cut(Selection(question));
        if (cut is null)
        {
            Violations.Add("codes that were not recorded");
        }

        var isTooLarge = cut?["value"]!.AsArray().Count > MostCells;
        context.Response.StatusCode = cut is null ? StatusCodes.Status400BadRequest
            : isTooLarge ? StatusCodes.Status403Forbidden : StatusCodes.Status200OK;
        if (cut is not null)
        {
            await Write(context, cut, trouble);
        }
    }

    private static async Task Write(HttpContext context, JsonObject? answer, Trouble? trouble)
    {
        var response = context.Response;
        if (trouble == Trouble.Busy)
        {
            response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return;
        }

        if (trouble == Trouble.Silent)
        {
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(
                _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            return;
        }

        if (answer is null || response.StatusCode != StatusCodes.Status200OK)
        {
            response.StatusCode = answer is null ? StatusCodes.Status404NotFound : response.StatusCode;
            return;
        }

        var bytes = System.Text.Encoding.UTF8.GetBytes(answer.ToJsonString());
        response.ContentType = "application/json";
        response.ContentLength = bytes.Length;
        var length = trouble == Trouble.Dropped ? bytes.Length / 2 : bytes.Length;
        await response.Body.WriteAsync(bytes.AsMemory(0, length), context.RequestAborted);
        await response.Body.FlushAsync(context.RequestAborted);
        if (trouble == Trouble.Dropped)
        {
            context.Abort();
        }
    }

    private JsonObject Config()
    {
        var config = PxRecording.Node("scb_v2_config.json");
        config["maxDataCells"] = MostCells;
        config["maxCallsPerTimeWindow"] = ToldCalls;
        return config;
    }

    private JsonObject Metadata()
    {
        var metadata = PxRecording.Node("scb_v2_TAB6471_metadata.json");
        metadata["updated"] = Counties.Updated;
        return metadata;
    }

    private bool IsTooFast(HttpResponse response)
    {
        var now = _clock.GetUtcNow();
        while (_calls.TryPeek(out var first) && now - first >= TimeSpan.FromSeconds(1))
        {
            _calls.Dequeue();
        }

        if (_calls.Count < MostCalls)
        {
            _calls.Enqueue(now);
            return false;
        }

        TooMany++;
        response.StatusCode = StatusCodes.Status429TooManyRequests;
        response.Headers.RetryAfter = SaysDate
            ? now.AddSeconds(WaitSeconds).ToString("R", CultureInfo.InvariantCulture)
            : WaitSeconds.ToString(CultureInfo.InvariantCulture);
        return true;
    }

    private static Dictionary<string, List<string>> Selection(Question question) => question.Method == "GET"
        ? question.Query.Where(one => one.Name.StartsWith("valuecodes[", StringComparison.Ordinal))
            .ToDictionary(one => one.Name["valuecodes[".Length..^1], one => one.Value.Split(',').ToList())
        : JsonNode.Parse(question.Body)!["selection"]!.AsArray().ToDictionary(
            one => one!["variableCode"]!.GetValue<string>(), one => PxVersion1.Texts(one!["valueCodes"]!));
}
