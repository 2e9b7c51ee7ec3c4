using System.CommandLine;
using System.Globalization;
using Maltall.App.Cli.Formats;
using Maltall.App.Setup;
using Maltall.Lake;
using Maltall.Warehouse;
using Maltall.Warehouse.Measure;
using Maltall.Warehouse.Measure.Dialects;

namespace Maltall.App.Cli;

/// <summary>The commands that read a publication: query, goals, indicators, sql.</summary>
internal static class AnalysisCommands
{
    /// <summary>All of them.</summary>
    public static IEnumerable<Verb> Make() => [Query(), GoalsCommand.Make(), IndicatorsCommand.Make(), Sql()];

    /// <summary>The option --as-of, which names the day whose knowledge is wanted.</summary>
    public static Option<DateOnly?> AsOf() => new("--as-of")
    {
        Description = "What was published by the end of that day.",
        HelpName = "DATE",
        CustomParser = result => DateOnly.TryParseExact(result.Tokens[0].Value, "yyyy-MM-dd", out var day) ? day
            : Refuse(result),
    };

    /// <summary>The option --definitions, which puts today's definitions in the place of those of the day.</summary>
    public static Option<string?> WhichDefinitions()
    {
        var option = new Option<string?>("--definitions")
        {
            Description = "With --as-of: today's definitions and targets instead of that day's.", HelpName = "today",
        };
        return option.AcceptOnlyFromAmong("today");
    }

    /// <summary>Opens the latest publication with today's definitions, or that of a day's end in Oslo with its
    /// own.</summary>
    /// <param name="session">Where the lake and today's definitions are.</param>
    /// <param name="asOf">The day.</param>
    /// <param name="definitions"><c>today</c> for today's definitions on the data of the day.</param>
    /// <param name="server">The server that computes; null for the engine within the program.</param>
    public static Analysis Open(
        Session session, DateOnly? asOf, string? definitions = null, ClickHouseServer? server = null) =>
        asOf is { } day && definitions is null
            ? Analysis.OpenAsKnown(session.Lake, EndOf(day), () => Today(session), server)
            : Analysis.Open(session.Lake, Today(session), asOf is { } end ? EndOf(end) : null, server);

    /// <summary>The definitions as they stand in their files.</summary>
    public static DefinitionCatalog Today(Session session) => Definitions.Load(session.Definitions("warehouse"));

    /// <summary>The last moment of a day in Oslo.</summary>
    public static DateTimeOffset EndOf(DateOnly day)
    {
        var midnight = day.AddDays(1).ToDateTime(TimeOnly.MinValue);
        return new DateTimeOffset(midnight, Session.Oslo.GetUtcOffset(midnight)).AddTicks(-1);
    }

    private static Verb Query()
    {
        var verb = new Verb("query", "Values of indicators, protected, by the dimensions and the period that you name.",
            "maltall query refusal_share --by district,year --where area=Groruddalen --format csv",
            "maltall query applications --by month --period 2015 --as-of 2015-06-01");
        var indicators = new Argument<string[]>("indicator")
        {
            Description = "Ids of indicators; `maltall indicators` lists them.", Arity = ArgumentArity.OneOrMore,
        };
        var by = new Option<string?>("--by")
        {
            Description = "Dimensions and a kind of period, with commas between.", HelpName = "district,year",
        };
        var where = new Option<string[]>("--where")
        {
            Description = "Only the cells with this member; may be repeated.", HelpName = "k=v",
        };
        var period = new Option<string?>("--period")
        {
            Description = "A period, or the first and the last of several.", HelpName = "2011-T2 or 2011..2013",
        };
        var totals = new Option<bool>("--totals")
        {
            Description = "Also the figure of all members of each dimension, measured anew.",
        };
        var explain = new Option<bool>("--explain")
        {
            Description = "Print the SQL, and each figure's sum with the numbers put in.",
        };
        var engine = Engine();
        var asOf = AsOf();
        var definitions = WhichDefinitions();
        verb.Add(indicators);
        foreach (var option in new Option[] { by, totals, where, period, asOf, definitions, engine, explain })
        {
            verb.Add(option);
        }

        var (format, output) = verb.AddFormats();
        verb.Does((parsed, session) =>
        {
            var server = parsed.GetValue(engine) == "clickhouse" ? session.Settings.ClickhouseServer : null;
            using var context = new FigureContext(
                Open(session, parsed.GetValue(asOf), parsed.GetValue(definitions), server), session);
            var analysis = context.Analysis;
            var request = new IndicatorRequest(
                parsed.GetRequiredValue(indicators), Split(parsed.GetValue(by)), Pairs(parsed.GetValue(where)),
                parsed.GetValue(period))
            {
                Totals = parsed.GetValue(totals),
            };
            if (parsed.GetValue(explain))
            {
                Console.Out.WriteLine(analysis.Explain(request));
                if (server is null)
                {
                    TraceCommand.Sums(analysis.Query(request, session.Cancellation), session.Culture)
                        .ForEach(Console.Out.WriteLine);
                }

                return 0;
            }

            var name = parsed.GetRequiredValue(format);
            var answer = analysis.Query(request, session.Cancellation);
            var table = Figures.Of(context, answer, request.Where.GetValueOrDefault("district"),
                SignalColumn.Of(analysis, request, session.Cancellation), name == "table");
            Invocation.Write(table, session, name, parsed.GetValue(output));
            return 0;
        });
        return verb;
    }

    private static Option<string> Engine()
    {
        var engine = new Option<string>("--engine")
        {
            Description = "Which engine computes: the one within the program, or the server of the setting clickhouse.",
            DefaultValueFactory = _ => "duckdb",
        };
        engine.AcceptOnlyFromAmong("duckdb", "clickhouse");
        return engine;
    }

    private static Verb Sql()
    {
        var verb = new Verb("sql", "One DuckDB select on the tables of a publication, read-only.",
            "maltall sql \"select year, sum(person_count) as persons from population group by all order by year\"");
        var text = new Argument<string>("select") { Description = "The statement." };
        var asOf = AsOf();
        verb.Add(text);
        verb.Add(asOf);
        verb.Returns((parsed, session) =>
        {
            using var analysis = Open(session, parsed.GetValue(asOf), "today"); // No definition is asked for.
            var result = analysis.Sql(parsed.GetRequiredValue(text), session.Cancellation);
            var columns = result.Columns.Zip(result.Types, (name, type) => new ResultColumn(name, KindOf(type)));
            return new ResultTable("SQL", columns.ToList(), result.Rows, Figures.Notes(analysis.Publication, session));
        });
        return verb;
    }

    private static ResultKind KindOf(string duckDbType) => duckDbType.ToUpperInvariant() switch
    {
        "BIGINT" or "INTEGER" or "SMALLINT" or "TINYINT" or "UBIGINT" or "UINTEGER" => ResultKind.Whole,
        "DOUBLE" or "FLOAT" or "HUGEINT" => ResultKind.Number,
        var type when type.StartsWith("DECIMAL", StringComparison.Ordinal) => ResultKind.Number,
        "BOOLEAN" => ResultKind.Boolean,
        "DATE" => ResultKind.Date,
        "TIMESTAMP WITH TIME ZONE" => ResultKind.Timestamp,
        _ => ResultKind.Text,
    };

    /// <summary>The parts of a list with commas between.</summary>
    internal static string[] Split(string? list) =>
        list?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];

    /// <summary>The pairs of --where.</summary>
    internal static Dictionary<string, string> Pairs(string[]? pairs) => (pairs ?? [])
        .Select(pair => pair.Split('=', 2))
        .Select(parts => parts.Length == 2 ? parts
            : throw new UserError($"--where {parts[0]} has no '='.", "Write it as --where district=12."))
        .ToDictionary(parts => parts[0].Trim(), parts => parts[1].Trim());

    /// <summary>An enum's value in lower snake case.</summary>
    public static string Lower<T>(T value)
        where T : struct, Enum =>
        string.Concat(value.ToString().Select((letter, at) => at > 0 && char.IsUpper(letter) ? $"_{letter}"
            : $"{letter}"))
            .ToLower(CultureInfo.InvariantCulture);

    private static DateOnly? Refuse(System.CommandLine.Parsing.ArgumentResult result)
    {
        result.AddError($"'{result.Tokens[0].Value}' is not a day; write it as 2015-06-01.");
        return null;
    }
}
