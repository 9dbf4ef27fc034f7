package service

import (
	"strings"
	"sync"
	"testing"

	"github.com/seed-6f93249c/broadsheet/internal/news"
)

func TestReadyBodies(t *testing.T) {
	const sent = `<p onclick="x">One two</p><script>x</script>`
	s, writer := &Service{bodies: &readyBodies{}}, news.Actor{UserID: news.NewID(), Role: news.RoleAuthor}
	want := cleanBody{html: "<p>One two</p>", removed: 2, words: 2, minutes: 1}
	var running sync.WaitGroup
	for range 8 {
		running.Go(func() {
			forget := s.ReadyBody(writer, sent)
			if got := s.bodies.clean(sent); got != want {
				t.Errorf("got %+v", got)
			}
			forget()
		})
	}
	running.Wait()
	if len(s.bodies.known) > 0 {
		t.Errorf("%d bodies are kept", len(s.bodies.known))
	}
	if got := s.bodies.clean(sent); got != want {
		t.Errorf("what is not ready is %+v", got)
	}
}

func TestNothingIsReadiedForReaders(t *testing.T) {
	s := &Service{bodies: &readyBodies{}}
	for _, actor := range []news.Actor{{}, {UserID: news.NewID(), Role: news.RoleReader}} {
		forget := s.ReadyBody(actor, strings.Repeat("<b>", 1000))
		if len(s.bodies.known) > 0 {
			t.Errorf("%d bodies are ready", len(s.bodies.known))
		}
		forget()
	}
}
