using Maltall.Bench.Engine;
using Maltall.Bench.Forecast;
using Maltall.Bench.Landing;
using Maltall.Bench.Protect;
using Maltall.Bench.Signals;

// dotnet run --project tests/bench -c Release -- landing [--rows 10000000]
return args switch
{
    ["child", var kind, var csv, var folder] => LandingChild.Run(kind, csv, folder),
    ["generate", var csv, var rows] => LandingBench.Generate(csv, rows),
    ["landing", ..] => LandingBench.Run(args[1..]),
    ["engine", ..] => EngineBench.Run(args[1..]),
    ["forecast", ..] => ForecastBench.Run(args[1..]),
    ["protect", ..] => ProtectBench.Run(args[1..]),
    ["signals"] => SignalsBench.Run(),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("bench landing [--rows N] [--runs N]: what validated landing costs beside a bare COPY");
    Console.Error.WriteLine("bench engine [--rows N]: questions for indicators beside SQL by hand");
    Console.Error.WriteLine(
        "bench forecast [--inside] [--only MODEL] [yearly|quarterly|monthly]: the competition sample");
    Console.Error.WriteLine("bench protect [CELLS]: linked tables, blocks of growing size up to so many cells");
    Console.Error.WriteLine("bench signals: charts of 30 indicators × 16 districts × 180 months");
    return 2;
}
