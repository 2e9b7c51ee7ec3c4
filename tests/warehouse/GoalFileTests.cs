using System.Text.Json;
using Maltall.Lake;
using Maltall.Warehouse.Measure;
using Xunit;

namespace Maltall.Warehouse.Tests;

/// <summary>
/// What a wrong goal file is answered with. The sound ones stand beside the shipped indicators in a folder of their
/// own.
/// </summary>
public sealed class GoalFileTests
{
    private const string Root = """
        id: root
        title: { nb: R, nn: R, en: R }
        order: 0
        roll_up: weighted
        owner: O
        """;

    private const string Group = """
        id: group
        title: { nb: G, nn: G, en: G }
        parent: root
        order: 1
        weight: 2
        roll_up: count
        needed: 1
        owner: O
        """;

    private const string Other = """
        id: other
        title: { nb: A, nn: A, en: A }
        parent: root
        order: 2
        weight: 1
        owner: O
        """;

    private const string Leaf = """
        id: leaf
        title: { nb: L, nn: L, en: L }
        parent: group
        shared_by: [other]
        order: 1
        goal_kind: result
        result_level: output
        indicator: waiting_days_median
        unit: groruddalen
        period: tertial
        baseline: { period: 2010-T2, value: from data }
        target: { period: 2014-T3, value: 120 }
        path: stepped
        steps:
          - { period: 2012-T1, value: 160 }
          - { period: 2013-T1, value: 140 }
        tolerance: 0.1
        history:
          - period: 2013-T3
            value: 130
            valid_from: 2010-10-15
            by: Styringsgruppen
            why: { nb: a, nn: b, en: c }
          - period: 2014-T3
            value: 120
            valid_from: 2012-05-01
            by: Styringsgruppen
            why: { nb: a, nn: b, en: c }
        owner: O
        """;

    [Fact]
    public void A_sound_goal_is_read_with_all_that_it_says()
    {
        var root = Load();

        var leaf = root.Children[0].Children[0];
        Assert.Equal(["group", "other"], root.Children.Select(goal => goal.Id));
        Assert.Same(leaf.Id, root.Children[1].Children[0].Id);
        Assert.Equal([160.0, 140.0], leaf.Path.Steps.Select(step => step.Value));
        Assert.Equal(130, leaf.TargetOn(new DateOnly(2012, 4, 30))?.Value);
        Assert.Equal(120, leaf.TargetOn(new DateOnly(2012, 5, 1))?.Value);
        Assert.Equal(130, leaf.VersionsOn(new DateOnly(2012, 5, 1)).Before?.Target.Value);
        Assert.Null(leaf.TargetOn(new DateOnly(2010, 10, 14)));
    }

    [Theory]
    [InlineData("parent: group", "parent: gruop", "leaf.yaml line 3, parent: there is no goal 'gruop'", "'group'")]
    [InlineData("[other]", "[othr]", "leaf.yaml line 4, shared_by: there is no goal 'othr'", "'other'")]
    [InlineData("[other]", "[group]", "leaf.yaml line 4, shared_by: names a parent twice", "once each")]
    [InlineData("[other]", "other", "leaf.yaml line 4, shared_by: must be a list", "[one, two]")]
    [InlineData("goal_kind: result", "goal_kind: resultat", "line 6, goal_kind: 'resultat'", "'result'")]
    [InlineData("output", "outptu", "line 7, result_level: 'outptu'", "'output'")]
    [InlineData("result_level: output\n", "", "result_level: is missing", "Add the field")]
    [InlineData("waiting_days_median", "waiting_day_median", "line 8, indicator", "'waiting_days_median'")]
    [InlineData("unit: groruddalen", "unit: grorudalen", "line 9, unit", "'groruddalen'")]
    [InlineData("unit: groruddalen", "unti: groruddalen", "line 9, unti: there is no such field", "'unit'")]
    [InlineData("period: 2010-T2", "period: 2010", "line 11, baseline.period: '2010' is not a tertial", "2012-T1")]
    [InlineData("period: 2010-T2", "period: 2010-T4", "baseline.period: '2010-T4' is not a tertial", "2012-T1")]
    [InlineData("period: 2014-T3, value: 120", "period: 2010-T1, value: 120", "line 12, target.period", "later")]
    [InlineData("value: 120 }", "value: from data }", "line 12, target.value: a target is a number", "agreed")]
    [InlineData("path: stepped", "path: stairs", "line 13, path: 'stairs'", "'stepped'")]
    [InlineData("path: stepped", "path: linear", "line 15, steps: only a stepped path has steps", "path: stepped")]
    [InlineData("period: 2013-T1,", "period: 2011-T3,", "line 16, steps[1].period: 2011-T3 is not between", "order")]
    [InlineData("period: 2013-T1,", "period: 2014-T3,", "line 16, steps[1].period: 2014-T3 is not between", "target")]
    [InlineData("value: 140", "value: 165", "line 16, steps[1].value: 165 is not on the way", "no worse")]
    [InlineData("value: 140", "value: 110", "line 16, steps[1].value: 110 is not on the way", "no better")]
    [InlineData("tolerance: 0.1", "tolerance: 10", "line 17, tolerance", "0 to 1")]
    [InlineData("2012-05-01", "2010-10-15", "line 26, history[1].valid_from: is not after", "order")]
    [InlineData("2012-05-01", "2012-05-32", "line 26, history[1].valid_from: '2012-05-32' is not a day", "2015-05-19")]
    [InlineData("    value: 120\n    ", "    value: 121\n    ", "line 19, history: the last entry", "present target")]
    [InlineData("owner: O", "roll_up: most\nowner: O", "line 29, roll_up: a goal with a figure", "Remove")]
    [InlineData("owner: O", "accumulation: cumulative\nowner: O", "accumulation: 'waiting_days_median'", "sum")]
    [InlineData("owner: O", "weight: 2\nowner: O", "line 29, weight: has no meaning", "roll_up: weighted")]
    [InlineData("owner: O", "measurable_from: soon\nowner: O", "line 29, measurable_from: 'soon'", "2015-05-19")]
    public void A_wrong_goal_is_answered_with_file_line_field_and_remedy(
        string from, string to, string what, string remedy) => Expect("leaf", Change(Leaf, from, to), what, remedy);

    [Theory]
    [InlineData("weight: 2\n", "", "group.yaml line 1, weight: is missing: 'root' rolls up by weight", "weight: 1")]
    [InlineData("weight: 2", "weight: 0", "group.yaml line 5, weight: is not above 0", "twice")]
    [InlineData("needed: 1", "needed: 2", "group.yaml line 7, needed: 2 of 1 children", "1 to 1")]
    [InlineData("needed: 1\n", "", "group.yaml line 1, needed: is missing", "roll_up: count")]
    [InlineData("roll_up: count", "roll_up: most", "group.yaml line 7, needed: has no meaning", "roll_up: count")]
    [InlineData("owner: O", "target: { period: 2014, value: 1 }\nowner: O", "line 8, target", "goal_kind")]
    [InlineData("parent: root", "parent: leaf", "line 3, parent: 'leaf' has a figure of its own", "Did you mean")]
    public void A_wrong_group_is_answered_with_file_line_field_and_remedy(
        string from, string to, string what, string remedy) => Expect("group", Change(Group, from, to), what, remedy);

    [Fact]
    public void Two_roots_are_both_named() => Expect(
        "group", Change(Group, "parent: root\norder: 1\nweight: 2\n", "order: 1\n"),
        "goals/: group, root have no parent", "one tree");

    [Fact]
    public void A_cycle_is_named_with_its_way()
    {
        var text = Change(Group, "parent: root", "parent: other").Replace("weight: 2\n", "", StringComparison.Ordinal);

        using var copy = Folder(("group", text));
        copy.Write("goals/other.yaml", Change(Other, "parent: root", "parent: group")
            .Replace("weight: 1\n", "", StringComparison.Ordinal));
        var error = Assert.Throws<UserError>(() => Definitions.Load(copy.Folder));

        Assert.Contains(
            "group.yaml line 3, parent: the goal is its own ancestor: group → other → group", error.What,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("still_housed_24_months", "half_year", "2010-H1", "2014-H1", "denominators of their own")]
    [InlineData("waiting_households", "year", "2010", "2014", "are there in the next period")]
    [InlineData("households_in_temporary_housing", "year", "2010", "2014", "a household counts once a year")]
    [InlineData("waiting_days_median", "year", "2010", "2014", "median of all")]
    public void A_cumulative_goal_of_what_cannot_be_added_is_refused_with_the_reason(
        string indicator, string period, string from, string to, string reason) =>
        Expect("leaf", Cumulative(indicator, period, (from, "0"), to), reason, "count or a sum");

    [Fact]
    public void A_cumulative_goal_of_events_counts_from_a_number()
    {
        Expect("leaf", Cumulative("applications", "year", ("2010", "from data"), "2014"), "from a number", "Write 0");

        Assert.True(Load(Cumulative("applications", "year", ("2010", "0"), "2014")).Children[0].Children[0].Cumulative);
    }

    [Fact]
    public void The_json_schema_knows_the_fields_that_the_reader_knows()
    {
        using var schema = JsonDocument.Parse(
            File.ReadAllText(Path.Combine(Repository.Warehouse, "goals", "goal.schema.json")));
        var properties = schema.RootElement.GetProperty("properties");

        Assert.Equal(GoalFile.Fields.Order(), properties.EnumerateObject().Select(field => field.Name).Order());
        Assert.Equal(GoalFile.RollUps.Keys.Order(), Words("roll_up"));
        Assert.Equal(GoalFile.Levels.Keys.Order(), Words("result_level"));
        Assert.Equal(GoalTargetFields.Shapes.Keys.Order(), Words("path"));
        Assert.Equal(GoalTargetFields.Accumulations.Keys.Order(), Words("accumulation"));
        Assert.Equal(IndicatorFile.PeriodWords.Keys.Order(), Words("period"));
        Assert.Equal(IndicatorFile.GoalKindWords.Keys.Order(), Words("goal_kind"));

        IEnumerable<string?> Words(string field) => properties.GetProperty(field).GetProperty("enum")
            .EnumerateArray().Select(word => word.GetString()).Order();
    }

    private static string Cumulative(string indicator, string period, (string Period, string Value) from, string to) =>
        $$"""
        id: leaf
        title: { nb: L, nn: L, en: L }
        parent: group
        order: 1
        goal_kind: result
        result_level: output
        indicator: {{indicator}}
        unit: oslo
        period: {{period}}
        accumulation: cumulative
        baseline: { period: {{from.Period}}, value: {{from.Value}} }
        target: { period: {{to}}, value: 1 }
        owner: O
        """;

    private static string Change(string text, string from, string to)
    {
        Assert.Contains(from, text, StringComparison.Ordinal);
        var at = text.LastIndexOf(from, StringComparison.Ordinal);
        return text[..at] + to + text[(at + from.Length)..];
    }

    private static void Expect(string file, string text, string what, string remedy)
    {
        using var copy = Folder((file, text));

        var error = Assert.Throws<UserError>(() => Definitions.Load(copy.Folder));

        Assert.Contains(what, error.What, StringComparison.Ordinal);
        Assert.Contains(remedy, error.Remedy, StringComparison.Ordinal);
    }

    private static Judge.GoalNode Load(string leaf = Leaf)
    {
        using var copy = Folder(("leaf", leaf));
        return Definitions.Load(copy.Folder).Goals;
    }

    private static DefinitionCopy Folder((string File, string Text) changed)
    {
        var copy = new DefinitionCopy();
        foreach (var file in Directory.GetFiles(Path.Combine(copy.Folder, "goals")))
        {
            File.Delete(file);
        }

        (string File, string Text)[] sound = [("root", Root), ("group", Group), ("other", Other), ("leaf", Leaf)];
        foreach (var (file, text) in sound.Append(changed))
        {
            copy.Write($"goals/{file}.yaml", text);
        }

        return copy;
    }
}
