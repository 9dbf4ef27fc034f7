package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"net"
	"net/http"
	"strconv"
)

// ask is something to ask a server for.
type ask struct {
	path     string
	encoding string // Accept-Encoding
	match    string // If-None-Match
}

// request is an ask written out, or a write.
type request struct {
	text   []byte
	status string // of a good answer: "200"
}

// asking writes out what is asked of a server.
func asking(address string, asks []ask) []request {
	requests := make([]request, len(asks))
	for i, a := range asks {
		text := "GET " + a.path + " HTTP/1.1\r\nHost: " + address + "\r\n"
		status := strconv.Itoa(http.StatusOK)
		if a.encoding != "" {
			text += "Accept-Encoding: " + a.encoding + "\r\n"
		}
		if a.match != "" {
			text += "If-None-Match: " + a.match + "\r\n"
			status = strconv.Itoa(http.StatusNotModified)
		}
		requests[i] = request{[]byte(text + "\r\n"), status}
	}
	return requests
}

// client asks over one kept-alive connection (RFC 9112). It reads no more of an
// answer than it must, so that the machine's time goes to the server.
type client struct {
	connection net.Conn
	reader     *bufio.Reader
}

func dial(ctx context.Context, address string) (*client, error) {
	const buffer = 32 << 10
	connection, err := (&net.Dialer{}).DialContext(ctx, "tcp", address)
	if err != nil {
		return nil, err
	}
	return &client{connection: connection, reader: bufio.NewReaderSize(connection, buffer)}, nil
}

// send sends a request and reads the answer, which must have the status that it
// expects, and a known length.
func (c *client) send(r request) error {
	if _, err := c.connection.Write(r.text); err != nil {
		return err
	}
	line, err := c.reader.ReadSlice('\n')
	if err != nil {
		return err
	}
	status := bytes.TrimPrefix(line, []byte("HTTP/1.1 "))
	if len(status) < len(r.status) || string(status[:len(r.status)]) != r.status {
		return fmt.Errorf("%.120q was answered with %.60q", r.text, line)
	}
	length, err := c.readHeader()
	if err != nil {
		return err
	}
	if r.status == "304" { // it has no body, whatever it says of one
		return nil
	}
	if length < 0 {
		return fmt.Errorf("the answer to %.120q does not say how long it is", r.text)
	}
	_, err = c.reader.Discard(length)
	return err
}

// readHeader returns the Content-Length, or -1.
func (c *client) readHeader() (length int, err error) {
	length = -1
	for {
		line, err := c.reader.ReadSlice('\n')
		if err != nil {
			return 0, err
		}
		line = bytes.TrimRight(line, "\r\n")
		if len(line) == 0 {
			return length, nil
		}
		if value, is := bytes.CutPrefix(line, []byte("Content-Length: ")); is {
			if length, err = strconv.Atoi(string(value)); err != nil {
				return 0, err
			}
		}
	}
}
