namespace Maltall.Warehouse.Protect.Audit;

/// <summary>
/// All values of the columns that give the shown sums: some columns are free, the others are a constant and a
/// combination of the free ones.
/// </summary>
internal sealed class Solution
{
    private const double Zero = 1e-9;

    private readonly int[] _freePlace;
    private readonly double[]?[] _expansion;

    private Solution(int[] freePlace, List<int> free, double[]?[] expansion)
    {
        _freePlace = freePlace;
        _expansion = expansion;
        Free = free;
    }

    /// <summary>The free columns.</summary>
    public List<int> Free { get; }

    /// <summary>Solves the shown sums, short ones first, which keeps the work small.</summary>
    public static Solution Of(Release release)
    {
        var frequency = new int[release.ColumnCount];
        foreach (var column in release.Shown.SelectMany(sum => sum.Columns))
        {
            frequency[column]++;
        }

        var rules = new RuleBook(release.ColumnCount);
        foreach (var (columns, value) in release.Shown.OrderBy(sum => sum.Columns.Length))
        {
            rules.Add(columns, value, frequency);
        }

        var free = Enumerable.Range(0, release.ColumnCount).Where(column => rules.RuleOf[column] < 0).ToList();
        var place = Enumerable.Repeat(-1, release.ColumnCount).ToArray();
        for (var index = 0; index < free.Count; index++)
        {
            place[free[index]] = index;
        }

        var solution = new Solution(place, free, new double[]?[release.ColumnCount]);
        for (var rule = rules.Rules.Count - 1; rule >= 0; rule--)
        {
            solution.Expand(rules.Rules[rule]);
        }

        return solution;
    }

    /// <summary>A sum of columns over the free ones; the constant stands last.</summary>
    public double[] Sum(int[] columns)
    {
        var row = new double[Free.Count + 1];
        foreach (var column in columns)
        {
            AddTo(row, column, 1);
        }

        for (var index = 0; index < row.Length; index++)
        {
            row[index] = Math.Abs(row[index]) < Zero ? 0 : row[index];
        }

        return row;
    }

    private void Expand(Rule rule)
    {
        var row = new double[Free.Count + 1];
        row[^1] = rule.Constant;
        for (var index = 0; index < rule.At.Length; index++)
        {
            AddTo(row, rule.At[index], rule.Of[index]);
        }

        _expansion[rule.Lead] = row;
    }

    private void AddTo(double[] row, int column, double factor)
    {
        if (_freePlace[column] >= 0)
        {
            row[_freePlace[column]] += factor;
            return;
        }

        var expansion = _expansion[column] ?? throw new InvalidOperationException("A rule refers to an older one.");
        for (var index = 0; index < row.Length; index++)
        {
            row[index] += factor * expansion[index];
        }
    }

    private sealed record Rule(int Lead, int[] At, double[] Of, double Constant);

    private sealed class RuleBook(int width)
    {
        private readonly double[] _line = new double[width];
        private readonly SortedSet<int> _due = [];
        private readonly HashSet<int> _used = [];

        public int[] RuleOf { get; } = Enumerable.Repeat(-1, width).ToArray();

        public List<Rule> Rules { get; } = [];

        public void Add(int[] columns, long value, int[] frequency)
        {
            var constant = (double)value;
            foreach (var column in columns)
            {
                Put(column, 1);
            }

            while (_due.Count > 0)
            {
                var rule = Rules[_due.Min];
                _due.Remove(_due.Min);
                var factor = _line[rule.Lead];
                _line[rule.Lead] = 0;
                constant -= factor * rule.Constant;
                for (var index = 0; index < rule.At.Length && factor != 0; index++)
                {
                    Put(rule.At[index], factor * rule.Of[index]);
                }
            }

            Conclude(constant, frequency);
        }

        private void Conclude(double constant, int[] frequency)
        {
            var rest = _used.Where(column => Math.Abs(_line[column]) > Zero).Order().ToArray();
            if (rest.Length == 0 && Math.Abs(constant) > 1e-6)
            {
                throw Release.Contradiction();
            }

            if (rest.Length > 0)
            {
                var large = rest.Max(column => Math.Abs(_line[column])) / 2;
                var lead = rest.Where(column => Math.Abs(_line[column]) >= large)
                    .MinBy(column => (frequency[column], column));
                var others = Array.FindAll(rest, column => column != lead);
                RuleOf[lead] = Rules.Count;
                Rules.Add(new Rule(
                    lead,
                    others,
                    Array.ConvertAll(others, column => -_line[column] / _line[lead]),
                    constant / _line[lead]));
            }

            foreach (var column in _used)
            {
                _line[column] = 0;
            }

            _used.Clear();
        }

        private void Put(int column, double amount)
        {
            _used.Add(column);
            _line[column] += amount;
            if (RuleOf[column] >= 0)
            {
                _due.Add(RuleOf[column]);
            }
        }
    }
}
