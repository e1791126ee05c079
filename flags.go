// SPDX-License-Identifier: MIT

package main

import (
	"errors"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"porchlight/server/config"
)

// configFlags are --config and one flag for each key, from the same table as
// the file and the variables.
type configFlags struct{ file string }

func addConfigFlags(cmd *cobra.Command) *configFlags {
	f := &configFlags{}
	cmd.Flags().StringVar(&f.file, "config", "", "configuration file (default "+config.Path()+")")
	for _, key := range config.Keys() {
		cmd.Flags().String(key.Flag, "", key.Doc)
		if key.Bool {
			cmd.Flags().Lookup(key.Flag).NoOptDefVal = "true"
		}
	}
	return f
}

// given is what a command line says about the configuration.
type given struct {
	file     string
	required bool              // file was named
	keys     map[string]string // key to text
}

func (f *configFlags) values(cmd *cobra.Command) given {
	g := given{file: f.file, required: f.file != "", keys: map[string]string{}}
	if !g.required {
		g.file = config.Path()
	}
	for _, key := range config.Keys() {
		if flag := cmd.Flags().Lookup(key.Flag); flag.Changed {
			g.keys[key.Name] = flag.Value.String()
		}
	}
	return g
}

// createFile writes the configuration on a first start. A folder that cannot be
// written to is no reason not to serve.
func (g given) createFile() {
	if g.required || g.file == "" {
		return
	}
	if _, err := config.Create(g.file); err != nil {
		fmt.Fprintln(os.Stderr, "porchlight: no configuration file written:", err)
	}
}

func newConfig() *cobra.Command {
	cmd := &cobra.Command{Use: "config", Short: "Where the configuration is, what is in force, whether a file is right", Args: noArgs}
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		return usageError{errors.New("config needs one of path, show, check")}
	}
	cmd.AddCommand(newConfigPath(), newConfigShow(), newConfigCheck())
	return cmd
}

func newConfigPath() *cobra.Command {
	return &cobra.Command{Use: "path", Short: "Print where the file is", Args: noArgs, Run: func(*cobra.Command, []string) {
		fmt.Println(config.Path())
	}}
}

func newConfigShow() *cobra.Command {
	cmd := &cobra.Command{Use: "show", Short: "Print what is in force, and from where", Args: noArgs}
	flags := addConfigFlags(cmd)
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		g := flags.values(cmd)
		r, err := config.Load(config.Sources{File: g.file, Required: g.required, Environ: os.Environ(), Flags: g.keys})
		if err != nil {
			return err
		}
		for _, key := range config.Keys() {
			fmt.Printf("%-40s # %s\n", key.Name+" = "+key.Format(r.Config), r.From[key.Name])
		}
		return nil
	}
	return cmd
}

func newConfigCheck() *cobra.Command {
	return &cobra.Command{
		Use: "check [FILE]", Short: "Say whether a file is right",
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) > 1 {
				return usageError{fmt.Errorf("config check takes one FILE; see %s --help", cmd.CommandPath())}
			}
			return nil
		},
		RunE: func(_ *cobra.Command, args []string) error {
			file := config.Path()
			if len(args) > 0 {
				file = args[0]
			}
			if _, err := config.Load(config.Sources{File: file, Required: true}); err != nil {
				return err
			}
			fmt.Println(file, "is right")
			return nil
		},
	}
}
