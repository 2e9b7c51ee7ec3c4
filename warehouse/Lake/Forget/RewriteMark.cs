namespace Maltall.Lake.Forget;

/// <summary>
/// Tells of a lake that it is being moved to another pseudonym key. Until that is done, some of its files have the old
/// pseudonyms and some the new, so nobody may count persons or write rows.
/// </summary>
public static class RewriteMark
{
    /// <summary>The file in a lake that is there as long as it goes on.</summary>
    /// <param name="lake">Folder of the lake.</param>
    public static string Path(string lake) => System.IO.Path.Combine(lake, ".forget", "rekey.sealed");

    /// <summary>Whether it goes on, or was stopped and is not done.</summary>
    /// <param name="lake">Folder of the lake.</param>
    public static bool IsSet(string lake) => File.Exists(Path(lake));

    /// <summary>Refuses to go on with a lake that is half moved.</summary>
    /// <param name="lake">Folder of the lake.</param>
    /// <exception cref="UserError">It is being moved.</exception>
    public static void Refuse(string lake)
    {
        if (IsSet(lake))
        {
            throw new UserError($"The lake {lake} is being moved to another key, and is not done.",
                "When no `maltall rekey` is at work any more, run `maltall rekey --resume --new-key FILE` with "
                + "key_file still naming the old key.");
        }
    }
}
