// SPDX-License-Identifier: MIT

package main

import (
	"encoding/json"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"porchlight/server/app"
	"porchlight/server/instance"
)

// remoteCommands are those that talk to the instance that runs.
func remoteCommands() []*cobra.Command {
	return []*cobra.Command{
		newStatus(), newRemote("stop", "Stop the server that runs; transfers may finish", "/api/stop"),
		newRemote("open", "Open the control page of the porchlight that runs", "/api/show"),
	}
}

// newRemote makes a command that asks for one thing.
func newRemote(name, short, target string) *cobra.Command {
	return &cobra.Command{Use: name, Short: short, Args: noArgs, RunE: func(cmd *cobra.Command, _ []string) error {
		first, err := findInstance(cmd.Context(), stateFolder())
		if err != nil {
			return err
		}
		return first.Post(cmd.Context(), target, nil, nil)
	}}
}

func newStatus() *cobra.Command {
	cmd := &cobra.Command{Use: "status", Short: "Say what the porchlight that runs is doing", Args: noArgs}
	asJSON := cmd.Flags().Bool("json", false, "print all that is known, as JSON")
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		first, err := findInstance(cmd.Context(), stateFolder())
		if err != nil {
			return err
		}
		var status json.RawMessage
		if err := first.Get(cmd.Context(), "/api/status", &status); err != nil {
			return err
		}
		if *asJSON {
			_, err = fmt.Fprintf(os.Stdout, "%s\n", status)
			return err
		}
		return printStatus(first, status)
	}
	return cmd
}

// printStatus says the most important of it in lines for people.
func printStatus(first instance.Record, status json.RawMessage) error {
	var s app.Snapshot
	if err := json.Unmarshal(status, &s); err != nil {
		return fmt.Errorf("read status: %w", err)
	}
	fmt.Println(s.Text)
	for _, line := range []struct{ name, value string }{
		{"site", s.Address},
		{"folder", s.Root},
		{"control page", first.Address},
	} {
		if line.value != "" {
			fmt.Printf("%-13s %s\n", line.name, line.value)
		}
	}
	return nil
}
