package news

import "time"

// Deed is what was done, as revisions and the audit log name it.
type Deed string

// The deeds. The moves of the workflow are deeds under their own names.
const (
	DeedCreate          Deed = "create"
	DeedChange          Deed = "change"
	DeedDelete          Deed = "delete"
	DeedMerge           Deed = "merge"
	DeedRefile          Deed = "refile"
	DeedCorrect         Deed = "correct"
	DeedRestoreRevision Deed = "restore_revision"
	DeedSetPassword     Deed = "set_password"
	DeedResetPassword   Deed = "reset_password"
	DeedLogin           Deed = "login"
	DeedLogout          Deed = "logout"
	DeedReplay          Deed = "replay" // a refresh token came again: its session ended
	// DeedAcknowledge is an editor's word that a suspected title is no spam; it
	// stands beside the deed that brought the title before readers.
	DeedAcknowledge   Deed = "acknowledge"
	DeedSchedule      Deed = "schedule"
	DeedPublishCopy   Deed = "publish_working_copy"
	DeedFailToPublish Deed = "fail_to_publish"
)

// Deeds lists every deed.
func Deeds() []Deed {
	deeds := []Deed{
		DeedCreate, DeedChange, DeedDelete, DeedMerge, DeedRefile, DeedCorrect, DeedRestoreRevision,
		DeedSetPassword, DeedResetPassword, DeedLogin, DeedLogout, DeedReplay, DeedAcknowledge,
		DeedSchedule, DeedPublishCopy, DeedFailToPublish,
	}
	for _, move := range AllMoves() {
		deeds = append(deeds, Deed(move))
	}
	return deeds
}

// AuditEntry is one line of the audit log: who did what.
type AuditEntry struct {
	ID         string `gorm:"primaryKey"`
	At         time.Time
	UserID     *string // nil for the command line and the server itself
	TokenID    *string // of the script that acted for the user, else nil
	Deed       Deed
	Noun       Noun
	ResourceID string
	Address    string // of the network; "" for the command line
	RequestID  string
	ChangeNote string
}

// TableName names the table of the audit log.
func (AuditEntry) TableName() string { return "audit" }

// AuditFilter narrows the audit log. Within a field any value matches, between
// fields all must; an empty field does not narrow.
type AuditFilter struct {
	Users     []string
	Deeds     []Deed
	Nouns     []Noun
	Resources []string
	From      *time.Time // inclusive
	To        *time.Time // exclusive
}
