package api

// What the OpenAPI document says about the whole of the API.
//
//	@title					Broadsheet
//	@version				1.0.0
//	@description.markdown
//	@license.name			MIT
//	@accept					json
//	@produce				json
//	@tag.name				articles
//	@tag.description		Pieces of journalism, and the moves of the workflow
//	@tag.name				revisions
//	@tag.description		The saved states of an article, for signed-in users
//	@tag.name				previews
//	@tag.description		Links that show an article before its time, without an account
//	@tag.name				corrections
//	@tag.description		What readers are told was changed after publication
//	@tag.name				sections
//	@tag.description		The tree that articles are filed under
//	@tag.name				bylines
//	@tag.description		Persons, organisations, desks and agencies that can be credited
//	@tag.name				tags
//	@tag.description		What articles are about
//	@tag.name				site
//	@tag.description		What is said once about the whole publication
//	@tag.name				audit
//	@tag.description		Who did what, for admins
//	@tag.name				auth
//	@tag.description		Signing in and out, and the keys that tokens are checked with
//	@tag.name				users
//	@tag.description		The accounts that can sign in
//	@tag.name				tokens
//	@tag.description		Long-lived tokens for scripts
//	@tag.name				meta
//	@tag.description		The server itself, and this description of it
