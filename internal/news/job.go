package news

import "time"

// JobKind says what a job does.
type JobKind string

// The kinds of jobs.
const (
	// JobPublishCopy publishes the working copy of the article whose id is its key.
	JobPublishCopy JobKind = "publish_working_copy"
	// JobPurge has what stands in front drop the answers of the groups in its
	// payload. It has no key.
	JobPurge JobKind = "purge"
	// JobReindex makes a piece of the full-text index again; its payload says which,
	// and another such job does the rest.
	JobReindex JobKind = "reindex"
)

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

// Rests reports whether the job failed and is not to be tried again yet.
func (j *Job) Rests(now time.Time) bool {
	return j.Lease == "" && j.Attempts > 0 && j.RunAt.After(now)
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
