return Maltall.App.Cli.CommandLine.Invoke(args);
