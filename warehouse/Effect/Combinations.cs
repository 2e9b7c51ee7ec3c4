namespace Maltall.Warehouse.Effect;

/// <summary>Ways to choose some of many: all of them when they are few, else a fixed random selection.</summary>
internal static class Combinations
{
    /// <summary>How many ways there are to choose, or more than the limit.</summary>
    /// <param name="from">How many there are.</param>
    /// <param name="choose">How many are chosen.</param>
    /// <param name="limit">Counting stops above this.</param>
    public static long Count(int from, int choose, long limit)
    {
        if (choose < 0 || choose > from)
        {
            return 0;
        }

        var count = 1L;
        for (var taken = 1; taken <= Math.Min(choose, from - choose); taken++)
        {
            count = count * (from - Math.Min(choose, from - choose) + taken) / taken;
            if (count > limit)
            {
                return limit + 1;
            }
        }

        return count;
    }

    /// <summary>Every way to choose, in lexical order; the array is the same one each time.</summary>
    public static IEnumerable<int[]> All(int from, int choose)
    {
        if (choose > from)
        {
            yield break;
        }

        var chosen = Enumerable.Range(0, choose).ToArray();
        while (true)
        {
            yield return chosen;
            var at = choose - 1;
            while (at >= 0 && chosen[at] == from - choose + at)
            {
                at--;
            }

            if (at < 0)
            {
                yield break;
            }

            chosen[at]++;
            for (var next = at + 1; next < choose; next++)
            {
                chosen[next] = chosen[next - 1] + 1;
            }
        }
    }

    /// <summary>A number of random ways to choose, the same every time; the array is the same one each time.</summary>
    public static IEnumerable<int[]> Some(int from, int choose, int count)
    {
        var random = new FixedRandom(from, choose);
        var order = Enumerable.Range(0, from).ToArray();
        var chosen = new int[choose];
        for (var one = 0; one < count; one++)
        {
            random.ShuffleFirst(order, choose);
            Array.Copy(order, chosen, choose);
            Array.Sort(chosen);
            yield return chosen;
        }
    }
}
