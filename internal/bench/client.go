package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"strconv"
)

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

// get sends a request that was written out before, and reads the answer, which
// must be a 200 of known length.
func (c *client) get(request []byte) error {
	if _, err := c.connection.Write(request); err != nil {
		return err
	}
	line, err := c.reader.ReadSlice('\n')
	if err != nil {
		return err
	}
	if !bytes.HasPrefix(line, []byte("HTTP/1.1 200 ")) {
		return fmt.Errorf("%.60q was answered with %.60q", request, line)
	}
	length, err := c.readHeader()
	if err != nil {
		return err
	}
	_, err = c.reader.Discard(length)
	return err
}

// readHeader returns the Content-Length.
func (c *client) readHeader() (length int, err error) {
	length = -1
	for {
		line, err := c.reader.ReadSlice('\n')
		if err != nil {
			return 0, err
		}
		line = bytes.TrimRight(line, "\r\n")
		if len(line) == 0 {
			break
		}
		if value, is := bytes.CutPrefix(line, []byte("Content-Length: ")); is {
			if length, err = strconv.Atoi(string(value)); err != nil {
				return 0, err
			}
		}
	}
	if length < 0 {
		return 0, errors.New("an answer does not say how long it is")
	}
	return length, nil
}

// requestFor writes out a GET.
func requestFor(address, path string) []byte {
	return []byte("GET " + path + " HTTP/1.1\r\nHost: " + address + "\r\n\r\n")
}
