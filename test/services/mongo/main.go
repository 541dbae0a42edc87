// Command mongo is a server that speaks MongoDB's protocol, for the tests: FerretDB on a folder of SQLite files.
//
// A small proxy stands in front of it and passes one request and its reply at a time, because FerretDB's findAndModify
// is not atomic on this backend; behind the proxy it behaves as a real server does. It prints its address in one line
// and ends when its standard input ends, so that it never outlives whoever started it.
package main

import (
	"context"
	"encoding/binary"
	"fmt"
	"io"
	"log"
	"log/slog"
	"net"
	"net/url"
	"os"
	"sync"

	"github.com/FerretDB/FerretDB/ferretdb"
)

const headerSize = 16

func main() {
	if len(os.Args) < 2 || len(os.Args) > 3 {
		log.Fatal("usage: mongo FOLDER [PORT]")
	}
	port := "0"
	if len(os.Args) == 3 {
		port = os.Args[2]
	}
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan struct{})
	server, err := ferretdb.New(&ferretdb.Config{
		Listener:  ferretdb.ListenerConfig{TCP: "127.0.0.1:0"},
		Handler:   "sqlite",
		SQLiteURL: "file:" + os.Args[1] + "/",
		Logger:    slog.New(slog.NewTextHandler(io.Discard, nil)),
	})
	if err != nil {
		log.Fatal(err)
	}
	go func() {
		_ = server.Run(ctx)
		close(ended)
	}()
	behind, err := url.Parse(server.MongoDBURI())
	if err != nil {
		log.Fatal(err)
	}
	front, err := net.Listen("tcp", "127.0.0.1:"+port)
	if err != nil {
		log.Fatal(err)
	}
	go serve(front, behind.Host)
	fmt.Printf("mongodb://%s\n", front.Addr())

	_, _ = io.Copy(io.Discard, os.Stdin)
	stop()
	<-ended
}

func serve(front net.Listener, behind string) {
	turn := &sync.Mutex{}
	for {
		client, err := front.Accept()
		if err != nil {
			return
		}
		go pass(client, behind, turn)
	}
}

// pass carries one connection's messages, each with its reply in a turn of its own.
func pass(client net.Conn, behind string, turn *sync.Mutex) {
	defer client.Close()
	server, err := net.Dial("tcp", behind)
	if err != nil {
		return
	}
	defer server.Close()
	for {
		request, err := message(client)
		if err != nil {
			return
		}
		reply, err := exchange(server, request, turn)
		if err != nil {
			return
		}
		if _, err = client.Write(reply); err != nil {
			return
		}
	}
}

func exchange(server net.Conn, request []byte, turn *sync.Mutex) ([]byte, error) {
	turn.Lock()
	defer turn.Unlock()
	if _, err := server.Write(request); err != nil {
		return nil, err
	}
	return message(server)
}

// message reads one whole message: its first four bytes are its length.
func message(from io.Reader) ([]byte, error) {
	header := make([]byte, headerSize)
	if _, err := io.ReadFull(from, header); err != nil {
		return nil, err
	}
	length := binary.LittleEndian.Uint32(header)
	if length < headerSize || length > 64<<20 {
		return nil, fmt.Errorf("a message of %d bytes", length)
	}
	whole := make([]byte, length)
	copy(whole, header)
	_, err := io.ReadFull(from, whole[headerSize:])
	return whole, err
}
