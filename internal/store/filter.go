package store

import "gorm.io/gorm"

// anyOf narrows a query to rows with any of the values, if there are some.
func anyOf[T any](query *gorm.DB, condition string, values []T) *gorm.DB {
	if len(values) == 0 {
		return query
	}
	return query.Where(condition, values)
}

// given narrows a query by a value, if there is one.
func given[T any](query *gorm.DB, condition string, value *T) *gorm.DB {
	if value == nil {
		return query
	}
	return query.Where(condition, *value)
}
