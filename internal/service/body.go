package service

import (
	"sync"

	"github.com/seed-6f93249c/broadsheet/internal/hygiene"
	"github.com/seed-6f93249c/broadsheet/internal/markup"
	"github.com/seed-6f93249c/broadsheet/internal/news"
)

// cleanBody is a body as it is stored, and what follows from it.
type cleanBody struct {
	html           string
	removed        int // what Sanitise counted
	words, minutes int
}

func clean(sent string) cleanBody {
	html, removed := hygiene.Sanitise(sent)
	return cleanBody{html: html, removed: removed, words: markup.Words(html), minutes: markup.ReadingMinutes(html)}
}

// readyBodies are bodies that were cleaned ahead of the writes they are for, by
// how they were sent.
type readyBodies struct {
	mutex sync.Mutex
	known map[string]*readyBody
}

type readyBody struct {
	cleanBody

	users int
}

// ReadyBody cleans a body ahead of a write of it, which then need not while it
// holds the database: a megabyte takes tenths of a second, and SQLite has one
// writer. forget must be called when the write is over. A write of a body that
// is not ready is no less good. Nothing is done for who may write no article.
func (s *Service) ReadyBody(actor news.Actor, sent string) (forget func()) {
	if sent == "" || actor.May(news.ActionCreateArticle) != nil {
		return func() {}
	}
	ready := clean(sent)
	s.bodies.add(sent, ready)
	return func() { s.bodies.drop(sent) }
}

func (b *readyBodies) add(sent string, ready cleanBody) {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	if b.known == nil {
		b.known = map[string]*readyBody{}
	}
	if b.known[sent] == nil {
		b.known[sent] = &readyBody{cleanBody: ready}
	}
	b.known[sent].users++
}

func (b *readyBodies) drop(sent string) {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	if b.known[sent].users--; b.known[sent].users == 0 {
		delete(b.known, sent)
	}
}

// clean returns a body that is ready, or makes it so.
func (b *readyBodies) clean(sent string) cleanBody {
	b.mutex.Lock()
	ready := b.known[sent]
	b.mutex.Unlock()
	if ready != nil {
		return ready.cleanBody
	}
	return clean(sent)
}
