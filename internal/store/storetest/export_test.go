package storetest

// HasPostgres tells the tests of this package what the others are not to ask.
func HasPostgres() bool {
	_, err := theServer()
	return err == nil
}
