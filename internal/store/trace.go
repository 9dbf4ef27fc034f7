package store

import (
	"context"
	"time"

	"gorm.io/gorm/logger"
)

// tracer is GORM's logger: it hands each statement to Options.Trace and says
// nothing itself, because errors are returned and logged once, in api.
type tracer struct {
	trace func(ctx context.Context, statement string)
}

func (t tracer) LogMode(logger.LogLevel) logger.Interface { return t }
func (tracer) Info(context.Context, string, ...any)       {}
func (tracer) Warn(context.Context, string, ...any)       {}
func (tracer) Error(context.Context, string, ...any)      {}
func (t tracer) Trace(ctx context.Context, _ time.Time, statement func() (string, int64), _ error) {
	if t.trace == nil {
		return
	}
	text, _ := statement()
	t.trace(ctx, text)
}
