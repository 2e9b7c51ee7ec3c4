using Maltall.Etl.Land;
using Maltall.Lake;
using Maltall.Lake.Forget;

namespace Maltall.Etl.Forget;

/// <summary>What came of a change of the key.</summary>
/// <param name="Record">As <c>operations/erasure</c> keeps it.</param>
/// <param name="Persons">Pseudonyms that were replaced.</param>
/// <param name="Unlinked">Those of them that no later delivery will be joined to.</param>
/// <param name="Deliveries">Kept deliveries that are sealed anew.</param>
/// <param name="FoundIn">Files in which an old pseudonym was still found; none when all is well.</param>
public sealed record RekeyProof(
    Erasure Record, long Persons, long Unlinked, int Deliveries, IReadOnlyList<string> FoundIn);

/// <summary>
/// Moves a lake to another pseudonym key: each pseudonym in every version of every table becomes what the new key makes
/// of the person's number, and the kept deliveries are sealed anew. No figure changes. No other writer may be at work.
/// </summary>
/// <param name="lake">The lake.</param>
/// <param name="oldKey">The key that the lake has.</param>
/// <param name="newKey">The key that it is to have.</param>
public sealed class LakeRekey(DeltaLake lake, PseudonymKey oldKey, PseudonymKey newKey)
{
    private readonly SealedFile _journal = new(RewriteMark.Path(lake.Root), newKey.RawKey());
    private readonly SealedFile _progress = new(RekeyProgress.Path(lake.Root), newKey.RawKey());

    /// <summary>Called before each step, such as a file that is written; may throw to stop.</summary>
    public Action Step { get; init; } = () => { };

    /// <summary>Moves the lake, or goes on where that was stopped.</summary>
    /// <param name="acceptsLoss">
    /// Whether to go on although persons are in the tables of whom no delivery is kept. Their rows stay joined to each
    /// other, and are not joined to what is delivered later.
    /// </param>
    /// <param name="cancellation">Stops before the next file; the next run then goes on.</param>
    /// <exception cref="UserError">The keys are the same or not the lake's, a request to forget is open, or there are
    /// such persons and that is not accepted.</exception>
    public RekeyProof Run(bool acceptsLoss, CancellationToken cancellation)
    {
        if (Finish(cancellation) is { } ended)
        {
            return ended;
        }

        if (KeyMark.Is(lake.Root, newKey) || oldKey.Fingerprint == newKey.Fingerprint)
        {
            throw new UserError("The new key is the one that the lake has already.",
                "Name a file with other random bytes; nothing was done.");
        }

        KeyMark.Keep(lake.Root, oldKey);
        if (File.Exists(ErasureJournal.Path(lake.Root)))
        {
            throw new UserError(
                "A request to forget was begun and is not done.", "Run `maltall forget --resume` first.");
        }

        var (persons, unlinked) = new PersonMap(lake, oldKey, newKey).Make(cancellation);
        if (unlinked > 0 && !acceptsLoss)
        {
            throw new UserError(string.Create(System.Globalization.CultureInfo.InvariantCulture,
                $"Of {unlinked} of {persons.Count} persons in the lake no delivery is kept any more, so their rows ")
                + "could not be joined to what is delivered later.",
                "Bring the kept deliveries back, or give --accept-loss; nothing was done.");
        }

        _journal.Write(new RekeyJournal
        {
            Id = Guid.NewGuid().ToString("n"),
            OldFingerprint = oldKey.Fingerprint,
            Persons = persons,
            Unlinked = unlinked,
        });
        return Finish(cancellation) ?? throw new InvalidOperationException("The journal was written and is not there.");
    }

    /// <summary>Goes on with a change that was stopped; null when there is none.</summary>
    /// <param name="cancellation">Stops before the next file.</param>
    /// <exception cref="UserError">The keys are not those with which it was begun.</exception>
    public RekeyProof? Finish(CancellationToken cancellation)
    {
        if (!RewriteMark.IsSet(lake.Root))
        {
            return null;
        }

        var journal = Journal();
        if (!KeyMark.Is(lake.Root, newKey))
        {
            if (journal.OldFingerprint != oldKey.Fingerprint)
            {
                throw new UserError("key_file does not name the key that the lake had.",
                    "Let it name the old key until the change is done.");
            }

            return End(journal, cancellation);
        }

        // The lake has its new key, and only the journal was left.
        var last = new ErasureLog(lake).All().Last(one => one.ErasureId == journal.Id);
        return Close(journal, last, Progress(journal).Deliveries, []);
    }

    private RekeyProof End(RekeyJournal journal, CancellationToken cancellation)
    {
        Tables(journal, Next);
        Deliveries(journal, Next);
        Next();
        Suppression.Reseal(lake.Root, oldKey.RawKey(), newKey.RawKey());
        new Scratch(Path.Combine(lake.Root, ".staging")).Dispose(); // Opening one sweeps what is left of others.
        var found = new LakeSearch(lake.Root, newKey).FindPseudonyms([.. journal.Persons.Keys], cancellation);
        var progress = Progress(journal);
        var record = new Erasure
        {
            ErasureId = journal.Id,
            ErasedAt = lake.Clock.GetUtcNow(),
            Kind = "rekey",
            Reason = string.Create(System.Globalization.CultureInfo.InvariantCulture,
                $"key {oldKey.Fingerprint} replaced by {newKey.Fingerprint}; {journal.Persons.Count} pseudonyms, ")
                + string.Create(System.Globalization.CultureInfo.InvariantCulture,
                    $"{journal.Unlinked} of them no longer joined to later deliveries"),
            Rows = progress.Rows,
            Tables = string.Join(", ", progress.Tables),
            Files = progress.Files.Count,
            FilesSha256 = ErasureLog.Hash(progress.Files),
            IsComplete = found.Count == 0,
        };
        Next();
        new ErasureLog(lake).Append([record], $"rekey/{journal.Id}");
        Next();
        KeyMark.Replace(lake.Root, newKey);
        Step(); // From here on the change is done, and is no longer to be stopped.
        return Close(journal, record, progress.Deliveries, found);

        void Next()
        {
            cancellation.ThrowIfCancellationRequested();
            Step();
        }
    }

    private RekeyProof Close(RekeyJournal journal, Erasure record, int deliveries, IReadOnlyList<string> found)
    {
        var mark = RewriteMark.Path(lake.Root);
        foreach (var left in Directory.GetFiles(Path.GetDirectoryName(mark)!, "rekey*").Where(file => file != mark))
        {
            File.Delete(left); // How far it had come, and what a killed writer left half.
        }

        File.Delete(mark);
        return new RekeyProof(record, journal.Persons.Count, journal.Unlinked, deliveries, found);
    }

    private RekeyJournal Journal()
    {
        if (!_journal.Opens())
        {
            throw new UserError("The lake is being moved to another key than the one that --new-key names.",
                "Name the file with which the change was begun.");
        }

        return _journal.Read<RekeyJournal>()
            ?? throw new InvalidOperationException("The journal was there a moment ago.");
    }

    private RekeyProgress Progress(RekeyJournal journal) =>
        _progress.Opens() && _progress.Read<RekeyProgress>() is { } known && known.Id == journal.Id
            ? known : new RekeyProgress { Id = journal.Id };

    private void Tables(RekeyJournal journal, Action next)
    {
        using var connection = LakeConnection.Open();
        foreach (var name in lake.TableNames())
        {
            var erasure = new TableErasure(lake.Table(name), connection);
            var values = erasure.TextColumns().Where(PersonKeys.IsPerson)
                .ToDictionary(column => column, _ => journal.Persons, StringComparer.Ordinal);

            // The rows of a landed table follow the delivery's lines; those of others may follow the pseudonyms.
            var outcome = erasure.Replace(values, next,
                isReordered: !name.StartsWith("landed/", StringComparison.Ordinal));
            if (outcome.Rewritten.Count + outcome.Deleted.Count > 0)
            {
                var before = Progress(journal);
                _progress.Write(before with
                {
                    Rows = before.Rows + outcome.Rows,
                    Tables = [.. before.Tables.Append(name).Distinct(StringComparer.Ordinal)],
                    Files = [.. before.Files, .. outcome.Rewritten, .. outcome.Deleted],
                });
            }
        }
    }

    private void Deliveries(RekeyJournal journal, Action next)
    {
        var raw = new RawStore(Path.Combine(lake.Root, "raw"));
        raw.Sweep();
        var files = raw.All().Where(file => file.IsSealed).ToList();
        foreach (var file in files)
        {
            next();
            RawStore.Reseal(file, oldKey.RawKey(), newKey.RawKey());
        }

        // Those that were sealed anew before a stop count as well.
        var before = Progress(journal);
        _progress.Write(before with
        {
            Deliveries = files.Count,
            Files = [.. before.Files.Concat(files.Select(file => Path.GetRelativePath(lake.Root, file.Path)))
                .Distinct(StringComparer.Ordinal)],
        });
    }
}
