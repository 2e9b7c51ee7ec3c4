using Maltall.App.Tests;
using Xunit;

[assembly: AssemblyFixture(typeof(DemoLake))]

namespace Maltall.App.Tests;

/// <summary>The demo, run once for all tests that only read its lake.</summary>
public sealed class DemoLake : IDisposable
{
    public DemoLake() => First = Maltall.Run(Place, "demo", "--no-serve");

    internal Workplace Place { get; } = new();

    /// <summary>What the first run answered.</summary>
    internal Answer First { get; }

    internal Answer Run(params string[] arguments) => Maltall.Run(Place, arguments);

    public void Dispose() => Place.Dispose();
}
