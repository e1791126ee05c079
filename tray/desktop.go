// SPDX-License-Identifier: MIT

package tray

import (
	"context"

	"porchlight/tray/desktop"
)

// Desktop is what the tray asks of the person's desktop; package desktop says
// what each does.
type Desktop interface {
	Open(target string) error
	Edit(file string) error
	Copy(text string) error
	ChooseFolder(ctx context.Context, title, start string) (string, error)
	Notify(title, text string) error
	Offer(ctx context.Context, title, text, target string) error
	StartsAtLogin() (bool, error)
	SetStartAtLogin(on bool) error
}

// person is the desktop that the program runs on.
type person struct{}

func (person) Open(target string) error        { return desktop.Open(target) }
func (person) Edit(file string) error          { return desktop.Edit(file) }
func (person) Copy(text string) error          { return desktop.Copy(text) }
func (person) Notify(title, text string) error { return desktop.Notify(title, text) }
func (person) StartsAtLogin() (bool, error)    { return desktop.StartsAtLogin() }
func (person) SetStartAtLogin(on bool) error   { return desktop.SetStartAtLogin(on) }

func (person) Offer(ctx context.Context, title, text, target string) error {
	return desktop.Offer(ctx, title, text, target)
}

func (person) ChooseFolder(ctx context.Context, title, start string) (string, error) {
	return desktop.ChooseFolder(ctx, title, start)
}
