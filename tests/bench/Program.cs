using Maltall.Bench.Landing;

// dotnet run --project tests/bench -c Release -- landing [--rows 10000000]
return args switch
{
    ["child", var kind, var csv, var folder] => LandingChild.Run(kind, csv, folder),
    ["generate", var csv, var rows] => LandingBench.Generate(csv, rows),
    ["landing", ..] => LandingBench.Run(args[1..]),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("bench landing [--rows N] [--runs N]: what validated landing costs beside a bare COPY");
    return 2;
}
