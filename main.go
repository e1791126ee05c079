// SPDX-License-Identifier: MIT

package main

import (
	"errors"
	"fmt"
	"os"
	"runtime/debug"
	"strings"

	"github.com/spf13/cobra"

	"porchlight/server/config"
)

// collectAt is how much garbage may pile up, in percent of what is in use.
// Serving allocates next to nothing, so collecting early costs little, and the
// program stays small.
const collectAt = 25

func main() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(collectAt)
	}
	joinConsole()
	os.Exit(run(os.Args[1:]))
}

// run executes one command line and returns the exit code.
func run(args []string) int {
	root := newRoot()
	root.SetArgs(args)
	err := root.Execute()
	if err == nil {
		return 0
	}
	fmt.Fprintln(os.Stderr, "porchlight:", err)
	var usage usageError
	var problem *config.Problem
	if errors.As(err, &usage) || errors.As(err, &problem) && problem.Usage {
		return 2
	}
	return 1
}

// usageError is a command line that cannot be understood.
type usageError struct{ error }

func newRoot() *cobra.Command {
	cobra.MousetrapHelpText = "" // on Windows, cobra would refuse a double-click
	root := &cobra.Command{
		Use:   "porchlight [DIR]",
		Short: "Lend a folder to the network, from the system tray",
		Long: "Porchlight lends a folder to the network with its own pooled HTTP/1.1 server.\n" +
			"Without a command it is an icon in the system tray; with a folder it shares that.",
		Args:          folderArgument,
		SilenceErrors: true,
		SilenceUsage:  true,
	}
	flags := addConfigFlags(root)
	root.RunE = func(cmd *cobra.Command, args []string) error {
		return runDesktop(cmd.Context(), flags.values(cmd), strings.Join(args, ""))
	}
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		return usageError{fmt.Errorf("%w; see %s --help", err, cmd.CommandPath())}
	})
	root.AddCommand(newServe(), newConfig(), newVersion())
	root.AddCommand(
		newLending("share", "Lend a folder to the local network: address, code and QR code",
			"Lend a folder, the current one unless DIR is given, to the local network until it is stopped."),
		newLending("receive", "Let others on the local network send files into a folder",
			"Take files from the local network into a folder, the current one unless DIR is given.\nNobody sees what is in it."),
	)
	root.AddCommand(remoteCommands()...)
	return root
}

func noArgs(cmd *cobra.Command, args []string) error {
	if len(args) > 0 {
		return usageError{fmt.Errorf("unknown command %q; see %s --help", args[0], cmd.CommandPath())}
	}
	return nil
}

func newVersion() *cobra.Command {
	return &cobra.Command{Use: "version", Short: "Print the version", Args: noArgs, Run: func(*cobra.Command, []string) {
		fmt.Println("porchlight", version())
	}}
}

// stamped is the version of a released program. The build of packages sets it.
var stamped string

// version is the one that was stamped, or the module's, or the commit that it
// was built from.
func version() string {
	if stamped != "" {
		return stamped
	}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	if v := info.Main.Version; v != "" && v != "(devel)" {
		return v
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" {
			return "development " + s.Value
		}
	}
	return "development"
}
