namespace Maltall.Etl.Synthesize;

/// <summary>What was generated.</summary>
/// <param name="Files">Files under the folder, copies included, the manifest and the truth not.</param>
/// <param name="Rows">Rows in the files, copies not included.</param>
/// <param name="Manifest">Full path of the manifest that marks the files as synthetic.</param>
/// <param name="Truth">Full path of <c>truth.json</c>: what is planted, by file.</param>
public sealed record SyntheticDelivery(int Files, long Rows, string Manifest, string Truth);

/// <summary>Writes invented sources in the form in which the real systems deliver them.</summary>
public static class SyntheticSources
{
    /// <summary>
    /// Writes one folder per source, <c>manifest.json</c> and <c>truth.json</c>. What an earlier generation left in the
    /// folder is replaced; other files stay. Cancelled, it leaves the folder as it was.
    /// </summary>
    /// <param name="options">What to generate.</param>
    /// <param name="progress">Hears one line per source; may be null.</param>
    /// <param name="cancellationToken">Stops the work between two months.</param>
    /// <returns>What was generated.</returns>
    /// <exception cref="FileNotFoundException">The calibration file was not found.</exception>
    public static SyntheticDelivery Write(
        SyntheticOptions options, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        var calibration = Calibration.Read(options.CalibrationFile);
        var world = Simulation.Run(calibration, options, cancellationToken);
        var truth = new SyntheticTruth
        {
            Seed = options.Seed,
            Scale = options.Scale,
            FirstYear = options.FirstYear,
            LastYear = options.LastYear,
            Effects = calibration.Effects,
        };
        using var files = new FileSet(options.Out);
        var writer = new DeliveryWriter(world, files, truth);
        WriteCases(world, writer, cancellationToken);
        WriteMoney(world, writer, cancellationToken);
        WriteStatistics(world, files, truth);
        cancellationToken.ThrowIfCancellationRequested();
        files.Publish(options, truth);
        foreach (var (source, sum) in truth.Sources)
        {
            progress?.Report($"{source}: {sum.Rows} rows, {sum.Broken} broken, {sum.Duplicates} duplicate");
        }

        var folder = Path.GetFullPath(options.Out);
        var rows = truth.Sources.Values.Sum(sum => sum.Rows);
        return new SyntheticDelivery(
            files.Count, rows, Path.Combine(folder, "manifest.json"), Path.Combine(folder, "truth.json"));
    }

    private static void WriteCases(World world, DeliveryWriter writer, CancellationToken cancellationToken)
    {
        var first = world.Window.Start(0);
        var applications = new Feed<Application>(world, "bit_application");
        foreach (var one in world.Applications)
        {
            applications.Add(one, one.ReceivedOn, one.MappedOn, one.DecidedOn, one.MovedInOn);
        }

        var tenancies = new Feed<Tenancy>(world, "bit_tenancy");
        foreach (var one in world.Tenancies.Where(one => one.EndedOn is null || one.EndedOn >= first))
        {
            tenancies.Add(one, one.StartedOn, one.EndedOn);
        }

        var stays = new Feed<Stay>(world, "bit_temporary_stay");
        foreach (var one in world.Stays.Where(one => one.EndedOn >= first))
        {
            stays.Add(one, one.StartedOn, one.EndedOn);
        }

        var evictions = new Feed<Eviction>(world, "bit_eviction");
        foreach (var one in world.Evictions.Where(one => one.RequestedOn >= first))
        {
            evictions.Add(one, one.RequestedOn, one.CarriedOutOn);
        }

        writer.WriteText(BitFormats.Application, applications, cancellationToken);
        writer.WriteText(BitFormats.Tenancy, tenancies, cancellationToken);
        writer.WriteText(BitFormats.Stay, stays, cancellationToken);
        writer.WriteText(BitFormats.Eviction, evictions, cancellationToken);
    }

    private static void WriteMoney(World world, DeliveryWriter writer, CancellationToken cancellationToken)
    {
        var stock = new Feed<StockCell>(world, "bit_home_stock");
        foreach (var one in StockStep.Count(world))
        {
            stock.Add(one, one.MonthEnd);
        }

        var payments = new Feed<Payment>(world, "husbanken_payment");
        foreach (var one in world.Payments.Where(one => one.PaidOn >= world.Window.Start(0)))
        {
            payments.Add(one, one.PaidOn);
        }

        var activities = new Feed<Activity>(world, "programme_activity");
        foreach (var one in new ActivityStep(world).Plan())
        {
            activities.Add(one, one.PlannedOn, one.HeldOn);
        }

        writer.WriteText(BitFormats.Stock, stock, cancellationToken);
        writer.WriteText(OfficeFormats.Payment, payments, cancellationToken);
        writer.WriteWorkbooks(OfficeFormats.Activity, activities, cancellationToken);
    }

    private static void WriteStatistics(World world, FileSet files, SyntheticTruth truth)
    {
        foreach (var (file, bytes, rows) in StatisticsFiles.Write(world))
        {
            files.Add("ssb_population_ward", file, bytes);
            truth.Add("ssb_population_ward", file, new FileTruth { Rows = rows });
        }

        foreach (var (source, file, bytes, rows) in new PeerFiles(world).Write())
        {
            files.Add(source, file, bytes);
            truth.Add(source, file, new FileTruth { Rows = rows });
        }
    }
}
