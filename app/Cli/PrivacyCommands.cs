using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Maltall.App.Setup;
using Maltall.Etl;
using Maltall.Etl.Forget;
using Maltall.Lake;
using Maltall.Lake.Forget;

namespace Maltall.App.Cli;

/// <summary>The commands that keep a lake lean and persons safe: vacuum, forget, rekey, replay.</summary>
internal static class PrivacyCommands
{
    /// <summary>All of them.</summary>
    public static IEnumerable<Verb> Make() => [Vacuuming(), Forgetting(), RekeyCommand.Make(), Replaying()];

    /// <summary>Ends a request to forget that was killed, before anything else is written.</summary>
    /// <exception cref="UserError">The lake is being moved to another key.</exception>
    public static void FinishForgetting(Session session)
    {
        RewriteMark.Refuse(session.Lake.Root);
        if (IsForgetting(session) && Erasure(session).Finish(session.Cancellation) is { } proof)
        {
            Console.Error.WriteLine("A request to forget had been stopped; it was ended first.");
            Tell(proof);
        }
    }

    /// <summary>Whether a request to forget was begun and not done.</summary>
    public static bool IsForgetting(Session session) =>

        // Only the journal tells, so that a lake without one asks for no contract and no key.
        Directory.Exists(Path.Combine(session.Lake.Root, ".forget")) && Erasure(session).IsOpen;

    private static Verb Vacuuming()
    {
        var verb = new Verb("vacuum",
            "Takes away files of old versions that no publication names, and raw files past their retention.",
            "maltall vacuum", "maltall vacuum --older-than 7d --dry-run");
        var olderThan = new Option<TimeSpan>("--older-than")
        {
            Description = "How long a version is kept that no publication names.", HelpName = "30d",
            DefaultValueFactory = _ => TimeSpan.FromDays(30), CustomParser = Days,
        };
        var dry = new Option<bool>("--dry-run") { Description = "Only tell what would go." };
        verb.Add(olderThan);
        verb.Add(dry);
        verb.Does((parsed, session) =>
        {
            using var alone = Alone(session);
            FinishForgetting(session);
            var isDry = parsed.GetValue(dry);
            var taken = new Vacuum(session.Lake).Run(parsed.GetValue(olderThan), isDry, session.Cancellation);
            foreach (var one in taken)
            {
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"{one.Table}: {one.Files} data files, {one.LogFiles} log files, {one.Bytes} bytes"));
            }

            var (raw, bytes) = new RawRetention(session.Lake, session.Contracts).Run(isDry, session.Cancellation);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"raw: {raw.Count} deliveries past their retention, {bytes} bytes"));
            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{(isDry ? "Would free" : "Freed")} {taken.Sum(one => one.Bytes) + bytes} bytes."));
            return 0;
        });
        return verb;
    }

    private static Verb Forgetting()
    {
        var verb = new Verb("forget",
            "Takes persons out of every version and every kept delivery; published figures stay.",
            "maltall forget --person numbers.txt", "maltall forget --person - < numbers.txt",
            "maltall forget --resume");
        var person = new Option<string?>("--person")
        {
            Description = "File with one fødselsnummer or D-number a line; - for standard input.", HelpName = "FILE",
        };
        var resume = new Option<bool>("--resume") { Description = "Only end a request that was stopped." };
        verb.Add(person);
        verb.Add(resume);
        verb.Does((parsed, session) =>
        {
            using var alone = Alone(session);
            if (parsed.GetValue(resume))
            {
                return Ended(Erasure(session).Finish(session.Cancellation));
            }

            var file = parsed.GetValue(person) ?? throw new UserError(
                "Nobody was named.", "Give --person FILE with one number a line, or - for standard input.");
            return Ended(Erasure(session).Forget(Numbers(file), session.Cancellation));
        });
        return verb;
    }

    private static Verb Replaying()
    {
        var verb = new Verb("replay",
            "Makes a new lake from the kept deliveries of this one, in the order in which they were landed.",
            "maltall replay --to replayed", "maltall replay --to then --until 2015-06-30");
        var to = new Option<string>("--to")
        {
            Description = "Folder of the new lake; empty.", HelpName = "DIR", Required = true,
        };
        var until = new Option<DateTimeOffset?>("--until")
        {
            Description = "Last day (in Oslo) or instant whose deliveries are replayed.", HelpName = "DATE",
            CustomParser = Until,
        };
        var gaps = new Option<bool>("--allow-gaps")
        {
            Description = "End with 0 although deliveries are no longer kept.",
        };
        verb.Add(to);
        verb.Add(until);
        verb.Add(gaps);
        verb.Does((parsed, session) =>
        {
            using var alone = Alone(session);
            var done = new List<Replayed>();
            new Replay(session.Lake, session.Contracts, session.Key).To(
                parsed.GetRequiredValue(to), parsed.GetValue(until), done.Add, session.Cancellation);
            foreach (var told in done.Select(Told).OfType<string>())
            {
                Console.Error.WriteLine(told);
            }

            var gone = done.OfType<Replayed.Gap>().Count();
            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{done.Count - gone} of {done.Count} deliveries replayed into {parsed.GetValue(to)}; `maltall run " +
                $"--lake {parsed.GetValue(to)}` conforms and publishes them."));
            var isWrong = done.Exists(one => one is Replayed.Other or Replayed.Unreadable)
                || (gone > 0 && !parsed.GetValue(gaps));
            return isWrong ? CommandLine.Problem : 0;
        });
        return verb;
    }

    /// <summary>Takes the lake for one command alone.</summary>
    public static RunLock Alone(Session session) => RunLock.Take(session.Lake.Root,
        () => Console.Error.WriteLine("Waiting for another run on this lake to end …"), session.Cancellation);

    private static PersonErasure Erasure(Session session) => new(session.Lake, session.Contracts, session.Key);

    private static int Ended(ErasureProof? proof)
    {
        if (proof is null)
        {
            Console.Error.WriteLine("No request to forget is open.");
            return 0;
        }

        Tell(proof);
        return proof.FoundIn.Count == 0 ? 0 : CommandLine.Problem;
    }

    private static void Tell(ErasureProof proof)
    {
        var record = proof.Record;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""
            erasure:      {record.ErasureId}
            erased at:    {record.ErasedAt:O}
            persons:      {record.Persons}
            rows:         {record.Rows} (in every file of every version)
            tables:       {record.Tables}
            files:        {record.Files}, of which {proof.Deliveries} kept deliveries
            files sha256: {record.FilesSha256}
            request:      {record.RequestFingerprint}
            found after:  {proof.FoundIn.Count}
            """));
        foreach (var file in proof.FoundIn)
        {
            Console.Error.WriteLine($"The person still stands in {file}; take that file away and forget again.");
        }
    }

    private static string? Told(Replayed one) => one switch
    {
        Replayed.Gap gap => $"{gap.Batch.BatchId} ({gap.Batch.File}): not replayed, {gap.Reason}.",
        Replayed.Unreadable bad => $"{bad.Batch.BatchId} ({bad.Batch.File}): cannot be read any more, {bad.Reason}.",
        Replayed.Other other => string.Create(CultureInfo.InvariantCulture,
            $"{other.Recorded.BatchId} ({other.Recorded.File}): {other.Recorded.Landed} rows were landed, " +
            $"{other.Now.Landed} by the contract as it is now."),
        _ => null,
    };

    // The numbers never stand on the command line, where other users and the shell's history would see them.
    private static List<string> Numbers(string file)
    {
        if (file != "-" && !File.Exists(file))
        {
            throw new UserError("The file that --person names is not there.",
                "Name a file with one number a line; never write the number itself on the command line.");
        }

        var text = file == "-" ? Console.In.ReadToEnd() : File.ReadAllText(file);
        return [.. text.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0)];
    }

    private static TimeSpan Days(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (text is [.. var digits, 'd'] && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture,
            out var days) && days <= 36_500)
        {
            return TimeSpan.FromDays(days);
        }

        result.AddError($"'{text}' is not a number of days; write it as 30d.");
        return default;
    }

    private static DateTimeOffset? Until(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            var end = day.AddDays(1).ToDateTime(TimeOnly.MinValue);
            return new DateTimeOffset(end, Session.Oslo.GetUtcOffset(end)).AddTicks(-1);
        }

        if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out var instant))
        {
            return instant;
        }

        result.AddError($"'{text}' is neither a day (2015-06-30) nor an instant.");
        return null;
    }
}
