using System.CommandLine;
using System.Globalization;
using Maltall.Etl;
using Maltall.Etl.Forget;
using Maltall.Lake;
using Maltall.Lake.Forget;

namespace Maltall.App.Cli;

/// <summary>The command that moves a lake to another pseudonym key.</summary>
internal static class RekeyCommand
{
    /// <summary>Makes it.</summary>
    public static Verb Make()
    {
        var verb = new Verb("rekey",
            "Moves the lake to another pseudonym key; published figures stay.",
            "maltall rekey --new-key new.key", "maltall rekey --new-key new.key --accept-loss",
            "maltall rekey --resume --new-key new.key");
        var newKey = new Option<string>("--new-key")
        {
            Description = "File with the new key, at least 32 random bytes.", HelpName = "FILE", Required = true,
        };
        var loss = new Option<bool>("--accept-loss")
        {
            Description = "Go on although of some persons no delivery is kept.",
        };
        var resume = new Option<bool>("--resume") { Description = "Only end a change that was stopped." };
        verb.Add(newKey);
        verb.Add(loss);
        verb.Add(resume);
        verb.Does((parsed, session) =>
        {
            var file = parsed.GetRequiredValue(newKey);
            var key = File.Exists(file) ? PseudonymKey.FromFile(file) : throw new UserError(
                "The file that --new-key names is not there.",
                "Make one that only you may read: `head -c 32 /dev/urandom > FILE`.");
            using var alone = PrivacyCommands.Alone(session);
            if (!RewriteMark.IsSet(session.Lake.Root))
            {
                PrivacyCommands.FinishForgetting(session);
            }

            var rekey = new LakeRekey(session.Lake, session.Key, key);
            if (!parsed.GetValue(resume))
            {
                return Ended(rekey.Run(parsed.GetValue(loss), session.Cancellation), file);
            }

            if (rekey.Finish(session.Cancellation) is { } proof)
            {
                return Ended(proof, file);
            }

            Console.Error.WriteLine("No change of the key is open.");
            return 0;
        });
        return verb;
    }

    private static int Ended(RekeyProof proof, string file)
    {
        var record = proof.Record;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""
            rekey:        {record.ErasureId}
            done at:      {record.ErasedAt:O}
            pseudonyms:   {proof.Persons}
            unlinked:     {proof.Unlinked} (no longer joined to later deliveries)
            rows:         {record.Rows} (in every file of every version)
            tables:       {record.Tables}
            files:        {record.Files}, of which {proof.Deliveries} kept deliveries
            files sha256: {record.FilesSha256}
            found after:  {proof.FoundIn.Count}
            """));
        foreach (var one in proof.FoundIn)
        {
            Console.Error.WriteLine($"An old pseudonym still stands in {one}; take that file away.");
        }

        Console.Error.WriteLine($"The lake has its new key. Set key_file to {file} now, keep a copy of that file apart "
            + "from the lake, and destroy the old key when no backup needs it any more.");
        return proof.FoundIn.Count == 0 ? 0 : CommandLine.Problem;
    }
}
