namespace Maltall.Warehouse.Protect.Audit;

/// <summary>
/// Exact test of whether a sum of inner cells follows from the shown ones, by arithmetic modulo a prime.
/// </summary>
/// <remarks>
/// What follows over the fractions follows modulo any prime that divides no minor met on the way; asking two primes
/// of 31
/// bits leaves no room for a chance agreement that matters.
/// </remarks>
internal sealed class PrimeSpan
{
    public const long FirstPrime = 2_147_483_647;
    public const long SecondPrime = 2_147_483_629;

    private readonly long _prime;
    private readonly long[] _line;
    private readonly int[] _ruleOf;
    private readonly List<(int[] At, long[] Of)> _rules = [];
    private readonly PriorityQueue<int, int> _due = new();
    private readonly HashSet<int> _isDue = [];
    private readonly HashSet<int> _used = [];

    public PrimeSpan(int width, long prime)
    {
        _prime = prime;
        _line = new long[width];
        _ruleOf = Enumerable.Repeat(-1, width).ToArray();
    }

    /// <summary>Takes a shown sum in; <paramref name="frequency"/> tells how many sums each column is in.</summary>
    public void Show(int[] columns, int[] frequency)
    {
        Settle(columns);
        var rest = _used.Where(column => _line[column] != 0).Order().ToArray();
        if (rest.Length > 0)
        {
            var lead = rest.MinBy(column => (frequency[column], column));
            var scale = Inverse(_line[lead]);
            _ruleOf[lead] = _rules.Count;
            var others = Array.FindAll(rest, column => column != lead);
            _rules.Add((others, Array.ConvertAll(others, column => (_prime - _line[column]) * scale % _prime)));
        }

        Wipe();
    }

    /// <summary>Whether the sum follows from those taken in.</summary>
    public bool Follows(int[] columns)
    {
        Settle(columns);
        var follows = _used.All(column => _line[column] == 0);
        Wipe();
        return follows;
    }

    /// <summary>Replaces each column that has a rule by what the rule says, oldest rule first.</summary>
    private void Settle(int[] columns)
    {
        var leads = new Dictionary<int, int>();
        foreach (var column in columns)
        {
            Put(column, 1, leads);
        }

        while (_due.TryDequeue(out var rule, out _))
        {
            _isDue.Remove(rule);
            var lead = leads[rule];
            var factor = _line[lead];
            _line[lead] = 0;
            if (factor == 0)
            {
                continue;
            }

            var (at, of) = _rules[rule];
            for (var index = 0; index < at.Length; index++)
            {
                Put(at[index], of[index] * factor % _prime, leads);
            }
        }
    }

    private void Put(int column, long amount, Dictionary<int, int> leads)
    {
        _used.Add(column);
        _line[column] = (_line[column] + amount) % _prime;
        var rule = _ruleOf[column];
        if (rule >= 0 && _isDue.Add(rule))
        {
            leads[rule] = column;
            _due.Enqueue(rule, rule);
        }
    }

    private void Wipe()
    {
        foreach (var column in _used)
        {
            _line[column] = 0;
        }

        _used.Clear();
    }

    private long Inverse(long value)
    {
        var (old, current, oldFactor, factor) = (_prime, value, 0L, 1L);
        while (current != 0)
        {
            var quotient = old / current;
            (old, current) = (current, old - (quotient * current));
            (oldFactor, factor) = (factor, oldFactor - (quotient * factor));
        }

        return oldFactor < 0 ? oldFactor + _prime : oldFactor;
    }
}
