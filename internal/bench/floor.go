package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"github.com/seed-6f93249c/broadsheet/internal/bench/process"
)

// bytesFloor makes this program floor S, which writes bytes that it has: it takes
// an address and a file of recordings.
const bytesFloor = "floor-of-bytes"

// recording is an answer of Broadsheet's to the request for a path.
type recording struct {
	Match  string      `json:"match"` // what the request's If-None-Match must be for it
	Status int         `json:"status"`
	Header http.Header `json:"header"`
	Body   []byte      `json:"body"`
}

// startBytesFloor starts a server that gives the same answers as another does.
func startBytesFloor(ctx context.Context, s settings, of string, asks []ask) (*process.Process, error) {
	file, err := record(ctx, s.folder, of, asks)
	if err != nil {
		return nil, err
	}
	return startSelf(ctx, bytesFloor, file)
}

// startSelf starts this program as a floor.
func startSelf(ctx context.Context, floor, argument string) (*process.Process, error) {
	address, err := process.FreeAddress(ctx)
	if err != nil {
		return nil, err
	}
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	return process.Start(ctx, address, floorReady, nil, self, floor, address, argument)
}

// record asks a server for some things and keeps the answers in a file.
func record(ctx context.Context, folder, address string, asks []ask) (file string, err error) {
	recordings := make(map[string]recording, len(asks))
	for _, a := range asks {
		if recordings[a.path], err = recordOne(ctx, address, a); err != nil {
			return "", err
		}
	}
	encoded, err := json.Marshal(recordings)
	if err != nil {
		return "", err
	}
	const private = 0o600
	file = filepath.Join(folder, "recordings.json")
	return file, os.WriteFile(file, encoded, private)
}

func recordOne(ctx context.Context, address string, a ask) (recording, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+address+a.path, http.NoBody)
	if err != nil {
		return recording{}, err
	}
	want := http.StatusOK
	request.Header.Set("Accept-Encoding", "identity")
	if a.encoding != "" {
		request.Header.Set("Accept-Encoding", a.encoding)
	}
	if a.match != "" {
		request.Header.Set("If-None-Match", a.match)
		want = http.StatusNotModified
	}
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		return recording{}, err
	}
	defer func() { _ = answer.Body.Close() }()
	body, err := io.ReadAll(answer.Body)
	if err == nil && answer.StatusCode != want {
		err = fmt.Errorf("%s was answered with %s: %.300s", a.path, answer.Status, body)
	}
	answer.Header.Del("Date") // net/http tells its own
	return recording{Match: a.match, Status: want, Header: answer.Header, Body: body}, err
}

// serveBytes answers with recordings until ctx ends.
func serveBytes(ctx context.Context, address, file string) error {
	encoded, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	var recordings map[string]recording
	if err := json.Unmarshal(encoded, &recordings); err != nil {
		return err
	}
	return serveFloor(ctx, address, replay(recordings))
}

// floorReady is where every floor says that it is there.
const floorReady = "/floor"

func serveFloor(ctx context.Context, address string, floor http.Handler) error {
	const patience = 10 * time.Second
	ready := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != floorReady {
			floor.ServeHTTP(w, r)
		}
	})
	server := &http.Server{ReadHeaderTimeout: patience, Handler: ready}
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", address)
	if err != nil {
		return err
	}
	defer context.AfterFunc(ctx, func() { _ = server.Close() })()
	if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

func replay(recordings map[string]recording) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		known, there := recordings[r.RequestURI]
		if !there || (known.Match != "" && r.Header.Get("If-None-Match") != known.Match) {
			http.NotFound(w, r)
			return
		}
		maps.Copy(w.Header(), known.Header)
		w.WriteHeader(known.Status)
		if len(known.Body) > 0 {
			_, _ = w.Write(known.Body)
		}
	}
}
