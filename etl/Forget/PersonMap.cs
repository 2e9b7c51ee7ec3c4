using Maltall.Lake;
using Maltall.Lake.Forget;

namespace Maltall.Etl.Forget;

/// <summary>Finds, for every pseudonym of a lake, the one that another key gives the same person.</summary>
/// <param name="lake">The lake.</param>
/// <param name="oldKey">The key that the lake has.</param>
/// <param name="newKey">The other key.</param>
internal sealed class PersonMap(DeltaLake lake, PseudonymKey oldKey, PseudonymKey newKey)
{
    /// <summary>
    /// The new pseudonym by the old, and how many of the old are of persons whose number no kept delivery has. These
    /// get a pseudonym that is made of the old one.
    /// </summary>
    /// <exception cref="UserError">A kept delivery does not open.</exception>
    public (Dictionary<string, string> Persons, long Unlinked) Make(CancellationToken cancellation)
    {
        var held = Held(cancellation);
        var persons = new Dictionary<string, string>(held.Count, StringComparer.Ordinal);
        foreach (var number in new KeptNumbers(lake.Root, oldKey).Find(cancellation))
        {
            if (oldKey.Pseudonym(number) is var old && held.Remove(old))
            {
                persons.Add(old, newKey.Pseudonym(number));
            }
        }

        foreach (var old in held)
        {
            persons.Add(old, newKey.Pseudonym(old));
        }

        return (persons, held.Count);
    }

    // Households of nobody carry a tilde, and stay.
    private HashSet<string> Held(CancellationToken cancellation)
    {
        using var connection = LakeConnection.Open();
        var held = new HashSet<string>(StringComparer.Ordinal);
        foreach (var table in lake.TableNames())
        {
            cancellation.ThrowIfCancellationRequested();
            var erasure = new TableErasure(lake.Table(table), connection);
            foreach (var column in erasure.TextColumns().Where(PersonKeys.IsPerson))
            {
                held.UnionWith(PersonKeys.Texts(connection, $"select distinct \"{column}\" from "
                    + $"{erasure.EveryRow()} where not starts_with(\"{column}\", '~')"));
            }
        }

        return held;
    }
}
