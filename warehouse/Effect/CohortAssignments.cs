namespace Maltall.Warehouse.Effect;

/// <summary>Other ways in which the units could have started, with as many units a start.</summary>
internal static class CohortAssignments
{
    /// <summary>How many ways there are, the true one with them, or more than the limit.</summary>
    /// <param name="sizes">Units a cohort.</param>
    /// <param name="limit">Counting stops above this.</param>
    public static long Count(int[] sizes, long limit)
    {
        var (count, left) = (1L, sizes.Sum());
        foreach (var size in sizes)
        {
            count *= Combinations.Count(left, size, limit);
            left -= size;
            if (count > limit)
            {
                return limit + 1;
            }
        }

        return count;
    }

    /// <summary>Every way but the true one; the array is the same one each time.</summary>
    /// <param name="actual">The cohort of each unit.</param>
    /// <param name="sizes">Units a cohort.</param>
    public static IEnumerable<int[]> AllBut(IReadOnlyList<int> actual, int[] sizes) =>
        Fill(new int[actual.Count], [.. Enumerable.Range(0, actual.Count)], sizes, 0)
            .Where(cohorts => !cohorts.SequenceEqual(actual));

    /// <summary>A number of random ways, the same every time; the array is the same one each time.</summary>
    public static IEnumerable<int[]> Some(IReadOnlyList<int> actual, int count)
    {
        var random = new FixedRandom(actual.Count, count);
        var cohorts = actual.ToArray();
        for (var one = 0; one < count; one++)
        {
            random.ShuffleFirst(cohorts, cohorts.Length - 1);
            yield return cohorts;
        }
    }

    private static IEnumerable<int[]> Fill(int[] cohorts, int[] free, int[] sizes, int cohort)
    {
        if (cohort == sizes.Length)
        {
            yield return cohorts;
            yield break;
        }

        foreach (var chosen in Combinations.All(free.Length, sizes[cohort]))
        {
            var taken = chosen.Select(at => free[at]).ToHashSet();
            foreach (var unit in taken)
            {
                cohorts[unit] = cohort;
            }

            foreach (var whole in Fill(cohorts, [.. free.Where(unit => !taken.Contains(unit))], sizes, cohort + 1))
            {
                yield return whole;
            }
        }
    }
}
