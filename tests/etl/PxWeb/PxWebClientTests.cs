using Maltall.Etl.Fetch.PxWeb;
using Maltall.Lake;
using Xunit;

namespace Maltall.Etl.Tests.PxWeb;

/// <summary>The client against a statistics bank that keeps the contract and gives recorded answers.</summary>
public sealed class PxWebClientTests : IAsyncLifetime
{
    private static readonly HttpClient Http = PxWebClient.Http();

    private readonly TestLake _lake = new();
    private readonly JumpingClock _clock = new();
    private PxServer _server = null!; // Started before each test.

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static Contract Contract => TestLake.Catalog.Find("ssb_pxweb");

    private PxWebClient Client => field ??= new PxWebClient(Http, _clock);

    private string Staging => Path.Combine(_lake.Lake.Root, ".staging");

    public async ValueTask InitializeAsync() => _server = await PxServer.Start(_clock);

    public async ValueTask DisposeAsync()
    {
        _lake.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task A_table_of_version_2_is_fetched_in_one_call_and_lands_whole()
    {
        var document = await Fetch(Counties());

        Assert.Equal((2_772, 1, 1), (document.Cells, document.Parts, document.Asked));
        Assert.Equal(["/config", "/tables/TAB6471/metadata", "/tables/TAB6471/data"],
            _server.Questions.Select(one => one.Path));
        Assert.Equal(_server.Counties.Cells, Landed(document).Landed);
        Assert.Equal(245_284, _lake.Number(Contract, "value", "dataset_id = 'TAB6471' and coordinates = " +
            "'Region=01;Alder=0-9;Kon=TotSa;ContentsCode=000007SF;Tid=2026M01'"));
    }

    [Fact]
    public async Task The_rows_are_those_of_the_recorded_answer()
    {
        var fetched = Landed(await Fetch(Counties())).Landed;

        var recorded = _lake.Land(Contract, RealFileTests.SharedFile("pxweb_jsonstat/scb_v2_TAB6471_data.json"));

        var batch = Assert.IsType<Reading.Accepted>(recorded[0]).Batch;
        Assert.Equal((fetched, 0, fetched), (batch.RowsIn, batch.Landed, batch.Duplicate));
    }

    [Theory]
    [InlineData(1_000, 3)]
    [InlineData(100, 42)]
    [InlineData(50, 63)]
    public async Task Many_parts_give_the_same_bytes_as_one(int cells, int parts)
    {
        var whole = await File.ReadAllBytesAsync((await Fetch(Counties())).File, Cancellation);
        _server.MostCells = cells;

        var document = await Fetch(Counties());

        Assert.Equal((2_772L, parts), (document.Cells, document.Parts));
        Assert.Equal(whole, await File.ReadAllBytesAsync(document.File, Cancellation));
        Assert.Equal(0, _server.TooMany);
    }

    [Fact]
    public async Task The_same_table_twice_changes_nothing()
    {
        Landed(await Fetch(Counties()));
        _server.MostCells = 1_000;

        var again = await Fetch(Counties());

        Assert.IsType<Reading.AlreadyLanded>(_lake.Land(Contract, again.File)[0]);
        Assert.Equal(_server.Counties.Cells, _lake.Number(Contract, "count(*)"));
    }

    [Theory]
    [InlineData(false, 5)]
    [InlineData(true, 7)]
    public async Task Too_many_calls_are_waited_for_as_long_as_the_service_says(bool saysDate, int seconds)
    {
        (_server.MostCells, _server.ToldCalls, _server.SaysDate) = (1_000, 100, saysDate);
        _server.WaitSeconds = seconds;

        var document = await Fetch(Counties());

        Assert.Equal((3, 1), (document.Asked, _server.TooMany));
        Assert.Equal([TimeSpan.FromSeconds(seconds)], _clock.Waits);
    }

    [Fact]
    public async Task Calls_keep_to_the_window_that_the_service_tells()
    {
        _server.MostCells = 100;

        await Fetch(Counties());

        Assert.Equal((44, 0), (_server.Questions.Count, _server.TooMany));
        Assert.Equal(14, _clock.Waits.Count(wait => wait == TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public async Task A_fetch_that_is_cancelled_goes_on_where_it_was()
    {
        _server.MostCells = 100;
        using var interrupted = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        _server.AtData = call => (call == 20 ? interrupted : null)?.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            Client.Fetch(Counties(), Staging, interrupted.Token));
        _server.AtData = null;

        var document = await Fetch(Counties());

        Assert.Equal((42, 23), (document.Parts, document.Asked));
        Assert.Equal(_server.Counties.Cells, Landed(document).Landed);
    }

    [Fact]
    public async Task A_connection_that_breaks_off_is_tried_again()
    {
        _server.MostCells = 1_000;
        _server.Troubles[2] = Trouble.Dropped;
        _server.Troubles[4] = Trouble.Busy;

        var document = await Fetch(Counties());

        Assert.Equal((3, 5), (document.Asked, _server.DataCalls));
        Assert.Equal(_server.Counties.Cells, Landed(document).Landed);
    }

    [Fact]
    public async Task An_answer_that_does_not_come_is_tried_again()
    {
        _server.Troubles[1] = Trouble.Silent;
        var client = new PxWebClient(Http, _clock) { Longest = TimeSpan.FromSeconds(1) };

        var document = await client.Fetch(Counties(), Staging, Cancellation);

        Assert.Equal((1, 2), (document.Asked, _server.DataCalls));
    }

    [Fact]
    public async Task A_service_that_asks_for_an_hour_is_given_up_at_once()
    {
        (_server.MostCells, _server.ToldCalls, _server.WaitSeconds) = (1_000, 100, 3_600);

        var error = await Assert.ThrowsAsync<TransportError>(() => Fetch(Counties()));

        Assert.Contains("answered 429, and asks to wait 60 minutes", error.What, StringComparison.Ordinal);
        Assert.Empty(_clock.Waits);
    }

    [Fact]
    public async Task A_service_that_stays_busy_is_given_up_after_six_tries()
    {
        Enumerable.Range(1, 6).ToList().ForEach(call => _server.Troubles[call] = Trouble.Busy);

        var error = await Assert.ThrowsAsync<TransportError>(() => Fetch(Counties()));

        Assert.Contains("/api/v2/tables/TAB6471/data answered 503, also after 6 tries", error.What,
            StringComparison.Ordinal);
        Assert.Equal([1, 2, 4, 8, 16], _clock.Waits.Select(wait => wait.TotalSeconds).Where(wait => wait >= 1));
    }

    [Theory]
    [InlineData("Tid", "2026M1", "'2026M1' of Tid", "'2026M01'")]
    [InlineData("Region", "98*", "'98*' of Region", "Did you mean")]
    [InlineData("Tid", "from(2026M4)", "'2026M4' of Tid", "'2026M04'")]
    [InlineData("Kjonn", "1", "the variable 'Kjonn'", "'Kon'")]
    public async Task What_the_table_does_not_have_is_told_with_the_nearest(
        string variable, string choice, string what, string remedy)
    {
        var query = Counties() with { Selections = [new PxSelection(variable, [choice])] };

        var error = await Assert.ThrowsAsync<UserError>(() => Fetch(query));

        Assert.Contains(what, error.What, StringComparison.Ordinal);
        Assert.Contains(remedy, error.Remedy, StringComparison.Ordinal);
        Assert.Equal(0, _server.DataCalls);
    }

    [Fact]
    public async Task A_table_that_is_not_there_is_told_with_path_and_status()
    {
        var query = Counties() with { Table = new Uri(_server.TableOfV2, "TAB0") };

        var error = await Assert.ThrowsAsync<UserError>(() => Fetch(query));

        Assert.Contains("/api/v2/tables/TAB0/metadata answered 404", error.What, StringComparison.Ordinal);
        Assert.Contains("'table'", error.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_long_selection_is_posted()
    {
        var query = Counties() with { Selections = [new PxSelection("Tid", ["2026M01"])] };

        var error = await Assert.ThrowsAsync<UserError>(() => Fetch(query));

        Assert.Contains("answered 400", error.What, StringComparison.Ordinal);
        Assert.Equal("POST", _server.Questions[^1].Method);
        Assert.Equal(["codes that were not recorded"], _server.Taken());
    }

    [Fact]
    public async Task Parts_of_an_older_edition_are_fetched_again()
    {
        _server.MostCells = 1_000;
        _server.AtData = call => _server.Counties.Updated = call == 1 ? "2026-06-08T06:00:00Z" : "2026-06-09T06:00:00Z";

        var document = await Fetch(Counties());

        Assert.Equal((3, 4), (document.Parts, document.Asked));
        Assert.Contains("\"updated\":\"2026-06-09T06:00:00Z\"",
            await File.ReadAllTextAsync(document.File, Cancellation), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, 1)]
    [InlineData(50, 9)]
    public async Task A_table_of_version_1_lands_whole(int? cells, int parts)
    {
        var query = new PxQuery("distances", "ssb_pxweb", PxApi.V1, _server.TableOfV1, []) { Cells = cells };
        _server.MostCalls = 30;

        var document = await Fetch(query);

        Assert.Equal((432, parts), (document.Cells, document.Parts));
        Assert.Equal(432, Landed(document).Landed);
        Assert.Equal(16, _lake.Number(Contract, "value", "dataset_id = '05300' and coordinates = " +
            "'Avstand1=01;Kulturtilbud=01;ContentsCode=Avstand;Tid=1991' and unit = 'prosent'"));
        Assert.True(_lake.Number(Contract, "count(status)") > 0);
    }

    [Fact]
    public async Task What_has_been_landed_leaves_nothing_behind()
    {
        var document = await Fetch(Counties());

        document.Forget();

        Assert.Empty(Directory.GetFileSystemEntries(Path.Combine(Staging, "pxweb")));
    }

    [Fact]
    public async Task The_double_takes_no_question_that_breaks_the_contract()
    {
        var data = _server.TableOfV2 + "/data?";
        _server.MostCalls = 30;
        string[] wrong =
        [
            data + "valueCode[Tid]=2026M01", data + "valuecodes=2026M01", data + "outputFormat=json-stat",
            data + "outputFormat=csv&outputFormatParams=UseCode", data + "lang[no]=no",
            _server.TableOfV2 + "/dato", _server.TableOfV2 + "/metadata?outputFormat=px",
        ];

        foreach (var address in wrong)
        {
            using var answer = await Http.GetAsync(new Uri(address), Cancellation);
            Assert.Equal(400, (int)answer.StatusCode);
        }

        Assert.Equal(wrong.Length, _server.Taken().Count);
    }

    [Theory]
    [InlineData("""{"selection":[{"variableCode":"Tid","valueCodes":"2026M01"}]}""", "valueCodes is no list")]
    [InlineData("""{"selection":[{"code":"Tid","valueCodes":[]}]}""", "variableCode is missing")]
    [InlineData("""{"query":[]}""", "selection is missing")]
    [InlineData("""{"selection":[],"response":{}}""", "no 'response'")]
    public async Task The_double_takes_no_body_that_breaks_the_contract(string body, string fault)
    {
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        content.Headers.ContentType!.CharSet = null;

        using var answer = await Http.PostAsync(new Uri(_server.TableOfV2 + "/data"), content, Cancellation);

        Assert.Equal(400, (int)answer.StatusCode);
        Assert.Contains(fault, Assert.Single(_server.Taken()), StringComparison.Ordinal);
    }

    private PxQuery Counties() => PxQueries.Load(Path.Combine(TestLake.Repository, "etl/queries"), TestLake.Catalog)
        .Find("scb_population_month", "ssb_pxweb") with
    { Table = _server.TableOfV2 };

    private Task<PxDocument> Fetch(PxQuery query) =>
        Client.Fetch(query, Staging, Cancellation);

    private Batch Landed(PxDocument document)
    {
        var batch = Assert.IsType<Reading.Accepted>(_lake.Land(Contract, document.File)[0]).Batch;
        Assert.Equal((document.Cells, 0), (batch.RowsIn, batch.Rejected));
        return batch;
    }
}
