// SPDX-License-Identifier: MIT

package tray

import (
	"context"
	"runtime"
	"time"
)

// stage is the tray while there is a place for it: a painter, an actor, and
// systray between them and the person.
type stage struct {
	*tray
	painter *painter
	actor   *actor
	rows    []row
	ready   chan struct{} // closed when systray takes calls
	built   chan struct{} // closed when the menu is whole: systray shows none before
}

func newStage(t *tray) *stage {
	s := &stage{tray: t, actor: newActor(t.app, t.desk, t.log), rows: table(), ready: make(chan struct{}), built: make(chan struct{})}
	s.painter = &painter{
		screen: realScreen{}, menu: newMenu(s.rows), icons: t.icons, gap: t.gap, gone: t.gone,
		look: func() view { return viewOf(s.rows, s.actor.scene(), tooltipUnits(runtime.GOOS)) },
	}
	return s
}

// run holds the goroutine that it is called on, the main one, until ctx ends.
func (s *stage) run(ctx context.Context) {
	changed, cancel := s.app.Subscribe()
	defer cancel()
	s.painter.bells = [2]<-chan struct{}{changed, s.actor.bell}
	if early {
		s.begin()
	}
	s.helpers.Go(func() { s.paint(ctx) })
	err := show(s.log, func() {
		close(s.ready)
		select {
		case <-s.built:
		case <-ctx.Done():
		}
	}, func() {
		if ctx.Err() == nil { // the session ends, and systray is the first to hear it
			s.app.Quit()
		}
	})
	if err != nil {
		s.lose(err)
	}
	<-ctx.Done()
}

func (s *stage) begin() {
	if err := s.painter.begin(); err != nil {
		s.lose(err)
	}
}

// paint is the one goroutine that calls systray, from its being ready to its end.
func (s *stage) paint(ctx context.Context) {
	defer quit()
	select {
	case <-s.ready:
	case <-ctx.Done():
		select {
		case <-s.ready:
		case <-time.After(settling): // to quit what has not begun would go unheard
		}
		return
	}
	if !early {
		s.begin()
	}
	close(s.built)
	s.shown.Store(true)
	s.helpers.Go(func() { s.listen(ctx) })
	if err := s.painter.loop(ctx); err != nil {
		s.lose(err)
	}
	<-ctx.Done()
}

// listen has the actor do what is clicked, and waits for what it does.
func (s *stage) listen(ctx context.Context) {
	listen(ctx, s.painter.menu.clicks, func(r row) { s.actor.click(ctx, r) })
	s.actor.work.Wait()
}
