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
)

// floorCommand makes this program the floor: it takes an address and a file of
// recordings.
const floorCommand = "floor"

// recording is an answer of Broadsheet's.
type recording struct {
	Header http.Header `json:"header"`
	Body   []byte      `json:"body"`
}

// startFloor starts a server that gives the same answers as another does.
func startFloor(ctx context.Context, s settings, of string, paths []string) (*process, error) {
	file, err := record(ctx, s.folder, of, paths)
	if err != nil {
		return nil, err
	}
	address, err := freeAddress(ctx)
	if err != nil {
		return nil, err
	}
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	return start(ctx, address, paths[0], nil, self, floorCommand, address, file)
}

// record asks a server for paths and keeps the answers in a file.
func record(ctx context.Context, folder, address string, paths []string) (file string, err error) {
	recordings := make(map[string]recording, len(paths))
	for _, path := range paths {
		if recordings[path], err = recordOne(ctx, "http://"+address+path); err != nil {
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

func recordOne(ctx context.Context, url string) (recording, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, http.NoBody)
	if err != nil {
		return recording{}, err
	}
	request.Header.Set("Accept-Encoding", "identity")
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		return recording{}, err
	}
	defer func() { _ = answer.Body.Close() }()
	body, err := io.ReadAll(answer.Body)
	if err == nil && answer.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s was answered with %s: %.300s", url, answer.Status, body)
	}
	answer.Header.Del("Date") // net/http tells its own
	return recording{Header: answer.Header, Body: body}, err
}

// serveFloor answers with recordings until ctx ends.
func serveFloor(ctx context.Context, address, file string) error {
	encoded, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	var recordings map[string]recording
	if err := json.Unmarshal(encoded, &recordings); err != nil {
		return err
	}
	const patience = 10 * time.Second
	server := &http.Server{ReadHeaderTimeout: patience, Handler: replay(recordings)}
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
		if !there {
			http.NotFound(w, r)
			return
		}
		maps.Copy(w.Header(), known.Header)
		_, _ = w.Write(known.Body)
	}
}
