using DuckDB.NET.Data;
using Maltall.Etl.Land;
using Maltall.Lake;
using Maltall.Lake.Forget;

namespace Maltall.Etl.Forget;

/// <summary>What came of a request to forget.</summary>
/// <param name="Record">As <c>operations/erasure</c> keeps it.</param>
/// <param name="Deliveries">Kept deliveries that were written anew or deleted.</param>
/// <param name="FoundIn">Files in which the search afterwards still found the person; none when all is well.</param>
public sealed record ErasureProof(Erasure Record, int Deliveries, IReadOnlyList<string> FoundIn);

/// <summary>
/// Forgets persons: their rows stay in every version as rows of nobody, so that figures stay, and their numbers are
/// taken out of the kept deliveries. No other writer may be at work.
/// </summary>
/// <param name="lake">The lake.</param>
/// <param name="contracts">The contracts.</param>
/// <param name="key">The lake's key.</param>
public sealed class PersonErasure(DeltaLake lake, ContractCatalog contracts, PseudonymKey key)
{
    private readonly SealedFile _journal = new(ErasureJournal.Path(lake.Root), key.RawKey());

    /// <summary>Whether a request was begun and not done.</summary>
    public bool IsOpen => File.Exists(ErasureJournal.Path(lake.Root));

    /// <summary>Forgets persons, after a request that was killed is done.</summary>
    /// <param name="numbers">Identity numbers of eleven digits.</param>
    /// <param name="cancellation">Stops before the next file; the next run then goes on.</param>
    /// <exception cref="UserError">A number is none, or the lake was made with another key.</exception>
    public ErasureProof Forget(IReadOnlyList<string> numbers, CancellationToken cancellation)
    {
        KeyMark.Keep(lake.Root, key);
        var asked = numbers.Distinct(StringComparer.Ordinal).ToList();
        if (asked.Count == 0 || asked.Exists(number => !IdentityDigits.AreValid(number)))
        {
            throw new UserError(
                asked.Count == 0 ? "Nobody was named." : "A line is no fødselsnummer or D-number.",
                "Write one number of eleven digits a line; nothing was done.");
        }

        Finish(cancellation);
        var persons = asked.ToDictionary(key.Pseudonym, _ => ErasureJournal.Anonymous(), StringComparer.Ordinal);
        _journal.Write(new ErasureJournal
        {
            Id = Guid.NewGuid().ToString("n"),
            StartedAt = lake.Clock.GetUtcNow(),
            Numbers = asked,
            Persons = persons,
            Keys = new PersonKeys(lake, contracts).Of([.. persons.Keys]),
        });
        return Finish(cancellation) ?? throw new InvalidOperationException("The journal was written and is not there.");
    }

    /// <summary>Goes on with a request that was killed; null when there is none.</summary>
    /// <param name="cancellation">Stops before the next file.</param>
    public ErasureProof? Finish(CancellationToken cancellation)
    {
        if (!IsOpen)
        {
            return null;
        }

        KeyMark.Keep(lake.Root, key);
        var journal = _journal.Read<ErasureJournal>()
            ?? throw new InvalidOperationException("The journal was there a moment ago.");
        var suppression = Suppression.Open(lake.Root, key.RawKey());
        suppression.Add(journal.Numbers);
        journal = Tables(journal, cancellation);
        var raw = new RawErasure(lake, contracts, key).Run(journal, cancellation);
        new Scratch(Path.Combine(lake.Root, ".staging")).Dispose(); // Opening one sweeps what is left of others.
        var found = new LakeSearch(lake.Root, key).Find([.. journal.Numbers, .. journal.Persons.Keys], cancellation);
        var files = journal.Files.Concat(raw.Select(one => one.Path)).ToList();
        var record = new Erasure
        {
            ErasureId = journal.Id,
            ErasedAt = lake.Clock.GetUtcNow(),
            Kind = "person",
            Reason = "request",
            Persons = journal.Numbers.Count,
            Rows = journal.Rows,
            Tables = string.Join(", ", journal.Tables),
            Files = files.Count,
            FilesSha256 = ErasureLog.Hash(files),
            RequestFingerprint = suppression.Fingerprint(
                string.Join('\n', journal.Numbers.Order(StringComparer.Ordinal))),
            IsComplete = found.Count == 0,
        };
        new ErasureLog(lake).Append([record, .. raw.Select(one => one.Record)], $"forget/{journal.Id}");
        File.Delete(ErasureJournal.Path(lake.Root));
        return new ErasureProof(record, raw.Count, found);
    }

    private ErasureJournal Tables(ErasureJournal journal, CancellationToken cancellation)
    {
        using var connection = LakeConnection.Open();
        foreach (var name in lake.TableNames())
        {
            var erasure = new TableErasure(lake.Table(name), connection);
            var values = new Dictionary<string, IReadOnlyDictionary<string, string>>(StringComparer.Ordinal);
            foreach (var column in erasure.TextColumns())
            {
                if (PersonKeys.IsPerson(column) || journal.Keys.ContainsKey(column))
                {
                    values[column] = PersonKeys.IsPerson(column) ? journal.Persons : journal.Keys[column];
                }
            }

            if (values.Count > 0)
            {
                journal = Took(journal, erasure.Replace(values, cancellation.ThrowIfCancellationRequested));
            }
        }

        return journal;
    }

    private ErasureJournal Took(ErasureJournal journal, ErasureOutcome outcome)
    {
        if (outcome.Rewritten.Count + outcome.Deleted.Count == 0)
        {
            return journal;
        }

        var further = journal with
        {
            Rows = journal.Rows + outcome.Rows,
            Tables = [.. journal.Tables.Append(outcome.Table).Distinct(StringComparer.Ordinal)],
            Files = [.. journal.Files, .. outcome.Rewritten, .. outcome.Deleted],
        };
        _journal.Write(further);
        return further;
    }
}

/// <summary>Finds the keys by which a person's rows could be found again in the source system.</summary>
/// <param name="lake">The lake.</param>
/// <param name="contracts">The contracts, which name the keys.</param>
internal sealed class PersonKeys(DeltaLake lake, ContractCatalog contracts)
{
    /// <summary>Whether a column holds pseudonyms; the lake knows them by their name.</summary>
    public static bool IsPerson(string column) => column.EndsWith("pseudonym", StringComparison.OrdinalIgnoreCase);

    /// <summary>For each key column, new keys by those that only these persons' rows have.</summary>
    public Dictionary<string, IReadOnlyDictionary<string, string>> Of(IReadOnlyList<string> pseudonyms)
    {
        using var connection = LakeConnection.Open();
        Run(connection, "create temp table person (pseudonym varchar)");
        using (var appender = connection.CreateAppender("person"))
        {
            foreach (var pseudonym in pseudonyms)
            {
                appender.CreateRow().AppendValue(pseudonym).EndRow();
            }
        }

        var personal = contracts.Contracts.Where(contract => contract.Landed.Any(IsPerson)).ToList();
        var names = personal.SelectMany(contract => contract.Key).Distinct(StringComparer.Ordinal).ToList();
        var held = names.ToDictionary(name => name, _ => new HashSet<string>(StringComparer.Ordinal));
        foreach (var table in lake.TableNames())
        {
            Collect(connection, table, held);
        }

        foreach (var contract in personal)
        {
            Spare(connection, contract, held);
        }

        return held.ToDictionary(
            pair => pair.Key, pair => (IReadOnlyDictionary<string, string>)ErasureJournal.NewKeys(pair.Value));
    }

    private static bool IsPerson(ContractColumn column) => column.Type == ContractType.Pseudonym;

    private void Collect(DuckDBConnection connection, string table, Dictionary<string, HashSet<string>> held)
    {
        var every = new TableErasure(lake.Table(table), connection);
        var columns = every.TextColumns();
        foreach (var person in columns.Where(IsPerson))
        {
            foreach (var key in columns.Where(held.ContainsKey))
            {
                held[key].UnionWith(Texts(connection,
                    $"select distinct \"{key}\" from {every.EveryRow()} where \"{person}\" in (from person)"));
            }
        }
    }

    // A key that another person's row has is not the person's own.
    private void Spare(DuckDBConnection connection, Contract contract, Dictionary<string, HashSet<string>> held)
    {
        var every = new TableErasure(lake.Table(contract.Table), connection);
        var columns = every.TextColumns();
        foreach (var key in contract.Key.Where(key => columns.Contains(key) && held[key].Count > 0))
        {
            var persons = string.Join(" or ", contract.Landed.Where(IsPerson).Where(one => columns.Contains(one.As))
                .Select(one => $"\"{one.As}\" in (from person)"));
            held[key].ExceptWith(Texts(connection,
                $"select distinct \"{key}\" from {every.EveryRow()} where not coalesce({persons}, false)"));
        }
    }

    /// <summary>The texts that a select gives, without what is empty.</summary>
    public static List<string> Texts(DuckDBConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var texts = new List<string>();
        while (reader.Read())
        {
            if (!reader.IsDBNull(0))
            {
                texts.Add(reader.GetString(0));
            }
        }

        return texts;
    }

    private static void Run(DuckDBConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
