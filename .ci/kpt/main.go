// kpt's own commands for functions, and no others: all of kpt needs a module that can't be had from Go's proxy, so that
// `go install` fails.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"runtime/debug"

	"github.com/kptdev/kpt/commands/fn"
	kpterrors "github.com/kptdev/kpt/pkg/lib/errors"
	"github.com/kptdev/kpt/pkg/lib/errors/resolver"
	"github.com/kptdev/kpt/pkg/printer"
	"github.com/spf13/cobra"
)

func main() {
	kpt := &cobra.Command{Use: "kpt", SilenceUsage: true, SilenceErrors: true}
	kpt.PersistentFlags().BoolVar(&printer.TruncateOutput, "truncate-output", true, "")
	ctx := printer.WithContext(context.Background(), printer.New(os.Stdout, os.Stderr))
	kpt.AddCommand(fn.GetCommand(ctx, "kpt"), &cobra.Command{Use: "version", Run: version})
	if err := kpt.Execute(); err != nil {
		os.Exit(said(err))
	}
}

// The version of kpt's module, as the whole program says its own.
func version(*cobra.Command, []string) {
	build, _ := debug.ReadBuildInfo()
	for _, module := range build.Deps {
		if module.Path == "github.com/kptdev/kpt" {
			fmt.Println(module.Version[1:])
		}
	}
}

// Says an error as kpt's main function does, and gives the exit code.
func said(err error) int {
	if known, ok := resolver.ResolveError(err); ok {
		if known.Message != "" {
			fmt.Fprintf(os.Stderr, "%s \n", known.Message)
		}
		return known.ExitCode
	}
	var ours *kpterrors.Error
	if errors.As(err, &ours) {
		if unwrapped, ok := kpterrors.UnwrapErrors(ours); ok {
			err = unwrapped
		}
		fmt.Fprintf(os.Stderr, "Error: %s \n", err)
		return 1
	}
	fmt.Fprintf(os.Stderr, "error: %s\n", err)
	return 1
}
