namespace Maltall.Etl.Synthesize;

/// <summary>Lets the invented city live, month by month, from two years before the first delivery.</summary>
internal static class Simulation
{
    public static World Run(Calibration calibration, SyntheticOptions options, CancellationToken cancellationToken)
    {
        var world = new World(calibration, options);
        var applications = new ApplicationStep(world);
        var tenancies = new TenancyStep(world);
        var evictions = new EvictionStep(world);
        var stays = new StayStep(world);
        var payments = new PaymentStep(world);
        tenancies.LetFirstHomes();
        for (var month = -Window.WarmUp; month < world.Window.MonthCount; month++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            applications.Run(month);
            tenancies.MoveIn(month);
            evictions.Request(month);
            evictions.CarryOut(month);
            tenancies.MoveOut(month);
            stays.Run(month);
            payments.Run(month);
        }

        return world;
    }
}
