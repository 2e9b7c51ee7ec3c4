using Maltall.Lake;
using Maltall.Warehouse.Measure;
using Maltall.Warehouse.Signal;
using Xunit;

namespace Maltall.Warehouse.Tests.Signal;

public sealed class CauseFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("maltall-causes-").FullName;

    public CauseFileTests() => Directory.CreateDirectory(Path.Combine(folder, "signals"));

    [Fact]
    public void What_the_repository_has_recorded_can_be_read()
    {
        var book = Definitions.Load(Repository.Warehouse).Causes;

        Assert.NotNull(book.Rebases);
        Assert.NotNull(book.Breaks);
    }

    [Fact]
    public void Entries_are_of_their_indicator_and_unit_in_order_of_time()
    {
        Write("rebases", """
            - { indicator: a, date: 2014-01-01, cause: "Later.", who: X }
            - { indicator: a, unit: "12", date: 2013-01-01, cause: "Earlier.", who: X }
            - { indicator: b, date: 2013-01-01, cause: "Other.", who: X }
            """);
        Write("breaks", "- { date: 2013-01-01, kind: geography, cause: \"Borders.\", who: X }");

        var book = Load("a", "b");

        Assert.Equal(["Earlier.", "Later."], book.RebasesOf("a", "12").Select(one => one.Cause));
        Assert.Equal(["Later."], book.RebasesOf("a", "oslo").Select(one => one.Cause));
        Assert.Equal("geography", Assert.Single(book.BreaksOf("a", "12")).Label);
    }

    [Theory]
    [InlineData("rebases", "- { indicator: a, date: 2014-01-01, who: X }", "cause: is missing")]
    [InlineData("rebases", "- { indicator: a, date: 2014-01-01, cause: C }", "who: is missing")]
    [InlineData("rebases", "- { indicator: aa, date: 2014-01-01, cause: C, who: X }", "'aa' is not one of a")]
    [InlineData("rebases", "- { indicator: a, date: 2014-13-01, cause: C, who: X }", "'2014-13-01' is not a day")]
    [InlineData("breaks", "- { date: 2014-01-01, kind: codes, cause: C, who: X }", "'codes' is not one of")]
    [InlineData("breaks", "- { date: 2014-01-01, sort: coding, cause: C, who: X }", "there is no such field")]
    [InlineData("breaks", "- text", "must be a list of fields")]
    public void A_wrong_entry_is_refused_with_its_place(string file, string entry, string message)
    {
        Write(file, entry);

        var error = Assert.Throws<UserError>(() => Load("a"));

        Assert.Contains($"{file}.yaml line 3", error.What, StringComparison.Ordinal);
        Assert.Contains(message, error.What, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private CauseBook Load(params string[] indicators) => CauseFile.Read(
        [.. Directory.GetFiles(Path.Combine(folder, "signals")).Select(DefinitionText.Read)], indicators);

    private void Write(string name, string entries) =>
        File.WriteAllText(Path.Combine(folder, "signals", $"{name}.yaml"), $"id: {name}\n{name}:\n{entries}\n");
}
