namespace Maltall.Lake.Log;

/// <summary>What one commit is to do to a table.</summary>
internal sealed record Change
{
    /// <summary>The state it was worked out from; null where the table did not exist.</summary>
    public required LogState? Basis { get; init; }

    /// <summary>Name of the operation in the Delta protocol.</summary>
    public required string Operation { get; init; }

    /// <summary>What qualifies the operation, such as its mode.</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>();

    /// <summary>Columns after the commit.</summary>
    public required TableSchema Schema { get; init; }

    /// <summary>Files that come.</summary>
    public IReadOnlyList<DataFile> Adds { get; init; } = [];

    /// <summary>Files that go.</summary>
    public IReadOnlyList<DataFile> Removes { get; init; } = [];

    /// <summary>False where the rows stay the same.</summary>
    public bool ChangesRows { get; init; } = true;

    /// <summary>Rows that come in.</summary>
    public long Rows { get; init; }

    /// <summary>Name of the work; null when it may be applied again.</summary>
    public string? TransactionId { get; init; }

    /// <summary>What the history is to say.</summary>
    public IReadOnlyDictionary<string, string> Note { get; init; } = new Dictionary<string, string>();

    /// <summary>True when the columns differ from those of the basis.</summary>
    public bool ChangesSchema => Basis is null || !Basis.Schema.Matches(Schema);
}
