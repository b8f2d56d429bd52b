package workbench

import (
	"context"
	"errors"
	"net"
	"strings"
	"testing"

	"meerzicht/instruments"
)

func TestListenTakesLoopbackOnly(t *testing.T) {
	l, err := Listen(context.Background(), 0)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	if ip := l.Addr().(*net.TCPAddr).IP; !ip.IsLoopback() {
		t.Errorf("listens on %s", ip)
	}
}

func TestListenFindsAnotherPortThanTheUsual(t *testing.T) {
	first, err := Listen(context.Background(), 0)
	if err != nil {
		t.Fatal(err)
	}
	defer first.Close()
	second, err := Listen(context.Background(), 0)
	if err != nil {
		t.Fatal(err)
	}
	defer second.Close()
	if first.Addr().String() == second.Addr().String() {
		t.Error("two listeners on one address")
	}
}

func TestListenSaysThatAPortIsInUse(t *testing.T) {
	l, err := Listen(context.Background(), 0)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	_, err = Listen(context.Background(), l.Addr().(*net.TCPAddr).Port)
	var told *instruments.Error
	if !errors.As(err, &told) || !errors.Is(err, instruments.ErrRefused) {
		t.Fatalf("%v", err)
	}
	if !strings.Contains(told.What.NL, "bezet") || !strings.Contains(told.What.EN, "in use") {
		t.Errorf("%+v", told.What)
	}
}
