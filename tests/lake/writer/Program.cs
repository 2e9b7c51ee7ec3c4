using System.Globalization;
using Maltall.Lake;

// A process that writes to a table until it has made its batches or is killed; the tests start several of them.
//   Maltall.Lake.Writer LAKE TABLE WRITER BATCHES append|churn
// Each batch has seven rows. "churn" also rewrites its earlier batches, one generation up, and compacts now and then.
// Prints a line for each batch that stands.
var (root, name, writer) = (args[0], args[1], args[2]);
var batches = int.Parse(args[3], CultureInfo.InvariantCulture);
var churn = args[4] == "churn";

var lake = new DeltaLake(root, TimeProvider.System);
using var connection = LakeConnection.Open();
var table = new TableWriter(lake.Table(name), connection);
var note = new Dictionary<string, string> { ["writer"] = writer };
for (var batch = 0; batch < batches; batch++)
{
    table.Append(
        new Write(Rows(writer, batch, 0), [], $"{writer}-{batch}", note), CancellationToken.None);
    Console.WriteLine(batch.ToString(CultureInfo.InvariantCulture));
    if (churn && batch % 3 == 2)
    {
        table.ReplaceByKey(
            new Write(Rows(writer, batch - 1, 1), ["writer", "batch", "row"], null, note), CancellationToken.None);
    }

    if (churn && batch % 8 == 7)
    {
        table.Compact(4, CancellationToken.None);
    }
}

static string Rows(string writer, int batch, int generation) => string.Create(
    CultureInfo.InvariantCulture,
    $"""
    select '{writer}' as writer, {batch}::bigint as batch, row::bigint as row, {generation}::bigint as generation
    from range(7) numbers(row)
    """);
