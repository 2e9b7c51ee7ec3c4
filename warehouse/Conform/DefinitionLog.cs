using Maltall.Lake;
using Maltall.Warehouse.Measure;

namespace Maltall.Warehouse.Conform;

/// <summary>The definitions that publications were published with, kept in the lake table
/// <c>operations/definition</c>.</summary>
/// <param name="lake">The lake.</param>
public sealed class DefinitionLog(DeltaLake lake)
{
    /// <summary>Name of the table.</summary>
    public const string TableName = "operations/definition";

    private readonly RowTable<DefinitionRow> table = new(lake.Table(TableName));

    /// <summary>Keeps a set; does nothing when it is kept already.</summary>
    /// <param name="set">The set.</param>
    /// <param name="cancellation">Asked before the commit.</param>
    /// <returns>The table with the set in it.</returns>
    public DeltaTable Keep(DefinitionSet set, CancellationToken cancellation)
    {
        var rows = set.Texts.Select(text => new DefinitionRow
        {
            SetHash = set.Hash,
            Path = text.Path,
            Text = text.Text,
        });
        table.Append([.. rows], $"definitions {set.Hash}", cancellation);
        return lake.Table(TableName);
    }

    /// <summary>The set that a publication names; null when it names none, as those of older versions do.</summary>
    /// <param name="publication">The publication.</param>
    /// <exception cref="UserError">The set is named and is not in the lake.</exception>
    public DefinitionSet? Of(Publication publication)
    {
        if (publication.DefinitionSet is not { } hash)
        {
            return null;
        }

        var texts = table.Read().Where(row => row.SetHash == hash)
            .Select(row => new DefinitionText(row.Path, row.Text)).ToList();
        return texts.Count > 0 ? new DefinitionSet(texts) : throw new UserError(
            $"The definitions of publication {publication.PublicationId} are not in {TableName}.",
            "Restore the table, or ask with --definitions today.");
    }

    /// <summary>The definitions that a publication names; null when it names none.</summary>
    /// <param name="publication">The publication.</param>
    /// <exception cref="UserError">This version of the program cannot read them.</exception>
    public DefinitionCatalog? Read(Publication publication)
    {
        if (Of(publication) is not { } set)
        {
            return null;
        }

        try
        {
            return Definitions.Load(set);
        }
        catch (UserError error)
        {
            throw new UserError(
                $"The definitions of publication {publication.PublicationId} cannot be read: {error.What}",
                "They were written for another version of the program; ask with --definitions today.");
        }
    }

    private sealed class DefinitionRow
    {
        public string SetHash { get; set; } = "";

        public string Path { get; set; } = "";

        public string Text { get; set; } = "";
    }
}
