using System.Globalization;
using Maltall.Etl;
using Maltall.Warehouse.Conform;

namespace Maltall.App;

/// <summary>Tells a person how a run goes, on standard error: a counter on a terminal, a line a step in a
/// log.</summary>
/// <param name="error">Where it is told.</param>
/// <param name="live">Whether a line may be written over.</param>
public sealed class Progress(TextWriter error, bool live)
{
    private const int Every = 10;
    private int _expected;
    private int _done;

    /// <summary>Another run holds the lake.</summary>
    public void Waiting() => error.WriteLine("Another run is working on this lake; waiting for it to end …");

    /// <summary>A step begins.</summary>
    public void Step(string name) => error.WriteLine($"{name} …");

    /// <summary>A step over so many deliveries begins.</summary>
    public void Begin(string name, int expected)
    {
        _expected = expected;
        _done = 0;
        error.WriteLine(expected == 0 ? $"{name}: nothing waits in the inbox." :
            string.Create(CultureInfo.InvariantCulture, $"{name} {expected} deliveries …"));
    }

    /// <summary>A delivery is through.</summary>
    public void Delivered(Reading reading)
    {
        _done++;
        if (live && (_done % Every == 0 || _done == _expected))
        {
            error.Write(string.Create(CultureInfo.InvariantCulture, $"\r  {_done} of {_expected}"));
            error.Write(_done == _expected ? "\n" : "");
        }

        if (reading is Reading.Refused refused)
        {
            error.WriteLine($"{(live ? "\r" : "")}  refused: {refused.File}: {refused.Reason}. {refused.Remedy}");
        }
    }

    /// <summary>All deliveries are through.</summary>
    public void Landed(IReadOnlyList<Reading> readings)
    {
        var batches = readings.OfType<Reading.Accepted>().Select(reading => reading.Batch).ToList();
        var before = readings.OfType<Reading.AlreadyLanded>().Count();
        var refused = readings.OfType<Reading.Refused>().Count();
        if (batches.Count == 0)
        {
            error.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"  nothing new: {before} deliveries were landed before, {refused} refused."));
            return;
        }

        error.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"  {batches.Count} new deliveries ({before} landed before, {refused} refused): " +
            $"{batches.Sum(b => b.RowsIn)} rows in = {batches.Sum(b => b.Landed)} landed + " +
            $"{batches.Sum(b => b.Rejected)} rejected + {batches.Sum(b => b.Duplicate)} duplicate."));
    }

    /// <summary>The run is at its end.</summary>
    public void Published(PublishOutcome outcome)
    {
        switch (outcome)
        {
            case PublishOutcome.Published published:
                error.WriteLine($"Published {published.Publication.PublicationId}.");
                break;
            case PublishOutcome.Unchanged unchanged:
                error.WriteLine($"Nothing new; publication {unchanged.Publication.PublicationId} stands.");
                break;
            case PublishOutcome.Stopped stopped:
                foreach (var check in stopped.Failed)
                {
                    error.WriteLine(string.Create(CultureInfo.InvariantCulture,
                        $"Check {check.Name} found {check.WrongRows} wrong rows: {check.Description}"));
                }

                error.WriteLine("Nothing was published; readers still see the last publication.");
                break;
        }
    }
}
