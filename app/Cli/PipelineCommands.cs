using System.CommandLine;
using System.Globalization;
using Maltall.App.Setup;
using Maltall.Etl;
using Maltall.Etl.Synthesize;

namespace Maltall.App.Cli;

/// <summary>The commands that fill the lake: demo, generate, ingest, run.</summary>
internal static class PipelineCommands
{
    /// <summary>All of them.</summary>
    public static IEnumerable<Verb> Make() => [DemoVerb(), Generate(), Ingesting(), Running()];

    private static Verb DemoVerb()
    {
        var verb = new Verb("demo",
            "Makes synthetic sources, runs the whole pipeline, writes a report, and serves the start page.",
            "maltall demo", "maltall demo --no-serve --scale 0.1");
        var scale = Scale();
        var noServe = new Option<bool>("--no-serve") { Description = "Stop before serving." };
        verb.Add(scale);
        verb.Add(noServe);
        verb.Does((parsed, session) =>
        {
            var result = new Demo(session, Told()).Run(parsed.GetValue(scale));
            return result != 0 || parsed.GetValue(noServe) ? result : ServeCommand.Serve(session, session.Settings.Url);
        });
        return verb;
    }

    private static Verb Generate()
    {
        var verb = new Verb("generate", "Writes the synthetic source files, as the real systems would deliver them.",
            "maltall generate --out deliveries --years 2009-2015 --scale 1 --seed 1");
        var folder = new Option<string>("--out")
        {
            Description = "Folder to write to.", HelpName = "DIR", Required = true,
        };
        var years = new Option<(int First, int Last)>("--years")
        {
            Description = "First and last year.", HelpName = "2009-2015",
            DefaultValueFactory = _ => (2009, 2015), CustomParser = Years,
        };
        var scale = Scale();
        var seed = new Option<long>("--seed")
        {
            Description = "Another seed gives another course of events.", DefaultValueFactory = _ => 1,
        };
        foreach (var option in new Option[] { folder, years, scale, seed })
        {
            verb.Add(option);
        }

        verb.Does((parsed, session) =>
        {
            var (first, last) = parsed.GetValue(years);
            var options = new SyntheticOptions(
                parsed.GetRequiredValue(folder), first, last, parsed.GetValue(scale), parsed.GetValue(seed))
            {
                CalibrationFile = Demo.Calibration(session),
            };
            var made = SyntheticSources.Write(options, new Lines(Console.Error), session.Cancellation);
            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{made.Files} files, {made.Rows} rows in {options.Out}; what is planted in them: {made.Truth}"));
            return 0;
        });
        return verb;
    }

    private static Verb Ingesting()
    {
        var verb = new Verb("ingest", "Validates and lands deliveries of one source.",
            "maltall ingest bit_application bit_soknad_2012-03.csv", "maltall ingest ssb_pxweb",
            "maltall ingest ssb_pxweb --query ssb_table_06493",
            "maltall ingest ssb_pxweb https://data.ssb.no/api/v0/dataset/1086.json?lang=no");
        var source = new Argument<string>("source") { Description = "Id of the source; `maltall sources` lists them." };
        var files = new Argument<string[]>("file")
        {
            Description = "Files or addresses; what waits in the inbox when none is given.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var queries = new Option<string[]>("--query")
        {
            Description = "Fetch the table that a query in etl/queries names; may be repeated.", HelpName = "ID",
        };
        verb.Add(source);
        verb.Add(files);
        verb.Add(queries);
        verb.Does((parsed, session) =>
        {
            var contract = session.Contracts.Find(parsed.GetRequiredValue(source));
            var progress = Told();
            using var alone = RunLock.Take(session.Lake.Root, progress.Waiting, session.Cancellation);
            PrivacyCommands.FinishForgetting(session);
            using var ingest = new Ingest(session.Lake, session.Contracts, session.Key);
            var named = parsed.GetValue(files) ?? [];
            var asked = parsed.GetValue(queries) ?? [];
            var all = named.Length > 0 || asked.Length > 0 ? named : Inbox.Waiting(session.Lake.Root, contract);
            var readings = new List<Reading>();
            progress.Begin("Landing", all.Count + asked.Length);
            ingest.Land(contract, all, Take, session.Cancellation);
            using var tables = new TableFetch(session, ingest);
            foreach (var query in asked)
            {
                tables.Land(contract, query, Take, session.Cancellation);
            }

            void Take(Reading reading)
            {
                readings.Add(reading);
                progress.Delivered(reading);
            }

            progress.Landed(readings);
            if (readings.OfType<Reading.Accepted>().Any(reading => reading.Batch.Rejected > 0))
            {
                Console.Error.WriteLine($"`maltall rejects {contract.Id}` lists the rejected rows and what to do.");
            }

            return readings.Any(reading => reading is Reading.Refused) ? CommandLine.Problem : 0;
        });
        return verb;
    }

    private static Verb Running()
    {
        var verb = new Verb("run", "Lands all that waits, checks it, forecasts, and publishes.",
            "maltall run", "maltall run --source bit_application --source bit_tenancy");
        var sources = new Option<string[]>("--source")
        {
            Description = "Only this source; may be repeated.", HelpName = "S",
        };
        verb.Add(sources);
        verb.Does((parsed, session) =>
        {
            var outcome = new Run(session, Told()).All(parsed.GetValue(sources) ?? [], session.Cancellation);
            return outcome.HasProblem ? CommandLine.Problem : 0;
        });
        return verb;
    }

    private static Progress Told() => new(Console.Error, !Console.IsErrorRedirected);

    private static Option<double> Scale()
    {
        var scale = new Option<double>("--scale")
        {
            Description = "Size of the city; 1 is Oslo.", HelpName = "N", DefaultValueFactory = _ => 1,
        };
        scale.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<double>() is not (> 0 and <= 20))
            {
                result.AddError("--scale is above 0 and at most 20.");
            }
        });
        return scale;
    }

    private static (int First, int Last) Years(System.CommandLine.Parsing.ArgumentResult result)
    {
        var parts = result.Tokens[0].Value.Split('-');
        if (parts.Length == 2 && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var first)
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var last)
            && first >= 2000 && last >= first && last <= 2090)
        {
            return (first, last);
        }

        result.AddError(
            $"'{result.Tokens[0].Value}' is not a range of years from 2000 to 2090; write it as 2009-2015.");
        return default;
    }

    /// <summary>Writes each message as a line, at once and in order.</summary>
    private sealed class Lines(TextWriter writer) : IProgress<string>
    {
        public void Report(string value) => writer.WriteLine(value);
    }
}
