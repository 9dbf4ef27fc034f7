package news

import "time"

// JobKind says what a job does.
type JobKind string

// JobPublishCopy publishes the working copy of the article whose id is its key.
const JobPublishCopy JobKind = "publish_working_copy"

// Job is something to be done at a time, by whatever node.
type Job struct {
	ID        string `gorm:"primaryKey"`
	Kind      JobKind
	Key       *string   // of those with one, there is one job a kind
	Payload   string    // what the kind needs to know
	RunAt     time.Time // when anyone may take it next
	DueAt     time.Time // when it is meant to be done
	Attempts  int       // that failed, or whose end is not known
	Lease     string    // the mark of who works on it until RunAt, "" for nobody
	LastError string
	CreatedAt time.Time `gorm:"autoCreateTime:false"`
}

// PutOff returns how long a job rests after so many attempts: first, doubled
// each time, and most at the most.
func PutOff(attempts int, first, most time.Duration) time.Duration {
	rest := first
	for range attempts - 1 {
		if rest >= most/2 {
			return most
		}
		rest *= 2
	}
	return min(rest, most)
}
