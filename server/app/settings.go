// SPDX-License-Identifier: MIT

package app

import (
	"fmt"
	"maps"
	"reflect"

	"porchlight/server/config"
)

// Reload reads the configuration again and puts it in force, although nothing
// in it may have changed.
func (a *App) Reload() error {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.readAgain()
}

// fileChanged reads the configuration when its file has changed. One that says
// the same as before changes nothing, and is not worth a word.
func (a *App) fileChanged() {
	a.mu.Lock()
	defer a.mu.Unlock()
	was := a.seen.Load()
	now, err := a.load()
	same := err == nil && !was.broken && reflect.DeepEqual(now, was.resolved)
	switch {
	case same && was.problem == nil:
		return
	case same && a.running():
		a.update(func(s *seen) { s.problem = nil }) // what was wrong meanwhile is mended
	case !same && a.readAgain() != nil:
		return
	}
	if a.wanted {
		_ = a.start() // what is wrong is shown
	}
}

// readAgain puts the configuration of the file in force. One that does not load,
// or cannot be put in force, changes nothing and is reported. It wants a.mu.
func (a *App) readAgain() error {
	resolved, err := a.load()
	broken := err != nil
	if err == nil {
		err = a.apply(resolved.Config)
	}
	if err != nil {
		a.Logger().Error("configuration kept as it was", "err", err)
		a.update(func(s *seen) { s.broken = s.broken || broken })
		return a.settle(err, resolved.Config)
	}
	a.accept(resolved)
	a.Logger().Info("configuration applied", "address", a.server.Status().Address)
	return nil
}

// accept makes a configuration that is in force the one that is shown. A server
// that could not start has its problem until it starts.
func (a *App) accept(resolved config.Resolved) {
	a.update(func(s *seen) {
		s.resolved, s.broken = resolved, false
		if !a.wanted || a.running() {
			s.problem = nil
		}
	})
}

// apply puts c in force.
func (a *App) apply(c config.Config) error {
	if err := a.open(c, false); err != nil {
		return err
	}
	a.journal.SetLevel(logLevel(c))
	if b := a.opened; c.LogFormat != b.LogFormat || c.LogFile != b.LogFile || c.LogSize != b.LogSize || c.LogKeep != b.LogKeep {
		a.Logger().Warn("log_format, log_file, log_size and log_keep take effect at the next start")
	}
	return nil
}

// load reads the configuration.
func (a *App) load() (config.Resolved, error) {
	return config.Load(a.sources(nil))
}

// sources are where the configuration comes from, what is lent, and what a
// person asks for.
func (a *App) sources(asked map[string]string) config.Sources {
	o := &a.options
	over := map[string]string{}
	maps.Copy(over, a.loan)
	maps.Copy(over, asked)
	return config.Sources{File: o.File, Required: o.Required, Asked: over, Environ: o.Environ, Flags: o.Flags}
}

// Set gives keys other values: texts as a flag would say them, by the name of
// the key. They are judged together, put in force, and written to the file with
// its remarks kept; while a folder is lent, what belongs to that is changed for as
// long as it is lent, and not written. With an error nothing has changed, unless
// it says so.
func (a *App) Set(texts map[string]string) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	if err := a.overridden(texts); err != nil {
		return err
	}
	resolved, err := config.Load(a.sources(texts))
	if err != nil {
		return err
	}
	if err := a.apply(resolved.Config); err != nil {
		return err
	}
	return a.write(a.keepForLoan(texts))
}

// keepForLoan takes out of texts what is changed for the loan that is on, and
// returns the rest.
func (a *App) keepForLoan(texts map[string]string) map[string]string {
	rest := maps.Clone(texts)
	if a.loan == nil {
		return rest
	}
	for _, k := range config.Keys() {
		_, term := a.loan[k.Name]
		if text, set := texts[k.Name]; set && (term || k.Lent) {
			a.loan[k.Name] = text
			delete(rest, k.Name)
		}
	}
	return rest
}

// write puts texts into the file and reads it again. It wants a.mu.
func (a *App) write(texts map[string]string) error {
	if len(texts) > 0 {
		if err := config.Edit(a.options.File, texts); err != nil {
			return fmt.Errorf("in force, but not written to the configuration: %w", err)
		}
	}
	resolved, err := a.load()
	if err != nil {
		return a.settle(err, resolved.Config)
	}
	a.accept(resolved)
	if a.wanted {
		return a.start()
	}
	return nil
}

// overridden is the error about keys that flags or variables go over.
func (a *App) overridden(texts map[string]string) error {
	for name := range texts {
		if over := override(name, a.seen.Load().resolved.From[name]); over != "" {
			return fmt.Errorf("%s is set by %s, which goes over what is asked for here: leave that out to change it", name, over)
		}
	}
	return nil
}

// override names what goes over the file for a key that was set from there: a
// flag or a variable; "" for every other place.
func override(name, from string) string {
	for _, k := range config.Keys() {
		switch {
		case k.Name != name:
		case from == "flag":
			return "--" + k.Flag
		case from == k.Env:
			return k.Env
		}
	}
	return ""
}
