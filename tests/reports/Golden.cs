using Xunit;

namespace Maltall.Reports.Tests;

/// <summary>Texts that were read by eye when they were made; rewritten only by <c>./test --accept</c>.</summary>
internal static class Golden
{
    public static void Check(string name, string actual)
    {
        var file = Path.Combine(ReportLake.Root, "tests", "reports", "golden", name);
        if (Environment.GetEnvironmentVariable("MALTALL_ACCEPT") == "1")
        {
            File.WriteAllText(file, actual);
        }

        Assert.True(File.Exists(file), $"There is no {file}; read the text by eye and run ./test --accept reports.");
        Assert.Equal(File.ReadAllText(file), actual);
    }
}
