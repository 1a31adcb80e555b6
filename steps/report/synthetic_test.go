package report

import (
	"time"

	"github.com/scimproof/scimproof/steps/result"
)

var noon = time.Date(2026, 11, 23, 12, 0, 0, 123456789, time.UTC)

// synthetic is a run in which everything happens that a report can show.
func synthetic() *result.Run {
	run := &result.Run{
		Tool:        result.Tool{Name: "scimproof", Version: "0.1.0"},
		Target:      result.Target{Name: "staging", URL: "https://tenant.example.com/scim/v2", Profile: "qlik-cloud"},
		Provisioner: "acme-sync",
		Connector:   acme(),
		Dialects:    []string{"rfc", "entra"},
		DialectVerdicts: []result.DialectVerdict{
			{ID: "rfc", Title: "RFC 7644, to the letter", Confidence: "high"},
			{ID: "entra", Title: "Microsoft Entra ID", Confidence: "medium"},
		},
		Selection:  "@protocol or @lifecycle",
		StartedAt:  noon,
		DurationMs: 72_345.678,
		Capabilities: []result.Capability{
			{Name: "patch", Value: "supported", Source: "ServiceProviderConfig"},
			{Name: "bulk", Value: "absent", Source: "target file"},
		},
		Summary: result.Summary{Requests: 1204},
		Waivers: []result.Waiver{
			{Requirement: "RFC7644-3.14-01", Reason: "ACME-123", Until: "2027-03-01"},
			{Requirement: "RFC7643-4.1.1-01", Reason: "ACME-124"},
			{Requirement: "LIFECYCLE-UPDATE-01", Dialect: "entra", Reason: "ACME-125"},
		},
		LeftBehind: []result.LeftBehind{
			{Kind: "User", ID: "42", URL: "https://tenant.example.com/scim/v2/Users/42", Scenario: "LIFECYCLE-LOGIN-01/session", Reason: "DELETE was answered 500"},
			{Kind: "app", ID: "a-7", Reason: "the run was interrupted"},
		},
		Notes: []string{"filter is announced as unsupported, and yet `userName eq` returns everybody"},
	}
	run.Scenarios = append(run.Scenarios, judged()...)
	run.Scenarios = append(run.Scenarios, unjudged()...)
	run.Scenarios = append(run.Scenarios, drilled()...)
	run.Scenarios = append(run.Scenarios, connected()...)
	run.Scenarios = append(run.Scenarios, retold()...)
	run.Finish()
	return run
}

// judged are the scenarios with a verdict of their own.
func judged() []result.Scenario {
	return []result.Scenario{
		{
			ID: "RFC7643-4.1.1-01/userName-is-required", Name: "userName is required", Feature: "schema/user.feature", Line: 7, Dialect: "rfc",
			Tags: []string{"@schema", "@RFC7643-4.1.1-01"}, Requirement: "RFC7643-4.1.1-01", Level: result.Must, Outcome: result.Pass, DurationMs: 12.5,
			Readings: []result.Reading{
				{Question: "the status of PUT /Users/{id}", Accepted: []string{"200", "204", "400"}, Got: "400"},
				{Question: "the status of PATCH /Users/{id}", Accepted: []string{"200", "204"}, Got: "204"},
			},
		},
		{
			ID: "RFC7644-3.3-05/a-second-create", Name: "A second create with Ada's userName is refused", Feature: "protocol/create.feature", Line: 42, Dialect: "rfc",
			Tags: []string{"@protocol", "@RFC7644-3.3-05"}, Requirement: "RFC7644-3.3-05", Level: result.Must,
			Says:    "A create whose userName is taken is refused with 409 and uniqueness.",
			Outcome: result.Fail, Step: `it is refused with 409 and "uniqueness"`, DurationMs: 101.25,
			Mismatches: []result.Mismatch{
				{Path: "status", Want: "409", Got: "201"},
				{Path: `emails[type eq "work"].primary`, Want: "true", Got: "absent"},
				{Path: "meta.created", Want: "a dateTime with its zone", Got: `"2026-11-23T12:00:00"`, Warn: true},
			},
			Exchanges: []result.Exchange{
				create(201, `{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"id":"42","userName":"ada"}`),
				{Method: "GET", URL: "https://tenant.example.com/scim/v2/Users?filter=userName%20eq%20%22ada%22", Status: 200, StartedAt: noon, DurationMs: 3},
			},
			Hints: []string{"the target compares userName in exact case: RFC 7643 section 4.1.1 has caseExact false"},
		},
		{
			ID: "LIFECYCLE-LOGIN-01/session", Name: "After deactivation Ada's <session> is refused & \"gone\"", Feature: "lifecycle/login_denial.feature", Line: 12, Dialect: "entra",
			Tags: []string{"@lifecycle"}, Requirement: "LIFECYCLE-LOGIN-01", Level: result.Must, Outcome: result.Fail, Step: "Ada is refused by session, while Grace gets in",
			Mismatches: []result.Mismatch{{Path: "login by session", Want: "denied within 60 s", Got: "allowed \x1b[31m\x00]]>\ufffe"}},
			Exchanges:  []result.Exchange{whoami()},
		},
		{
			ID: "RFC7644-3.12-02/status-is-a-string", Name: "The status of an error is a string", Feature: "protocol/errors.feature", Line: 3, Dialect: "rfc",
			Tags: []string{"@protocol"}, Requirement: "RFC7644-3.12-02", Level: result.Should, Outcome: result.Warn, DurationMs: 7,
			Readings:   []result.Reading{{Question: "the status of PATCH /Users/{id}", Accepted: []string{"200", "204"}, Got: "204"}},
			Mismatches: []result.Mismatch{{Path: "status", Want: `"404"`, Got: "the number 404", Warn: true}},
			Exchanges:  []result.Exchange{{Method: "GET", URL: "https://tenant.example.com/scim/v2/Users/0", Status: 404, ResponseBody: `{"status":404}`, StartedAt: noon, DurationMs: 2}},
		},
		{
			ID: "RFC7644-3.14-01/if-match", Name: "An old version is refused", Feature: "protocol/etag.feature", Line: 9, Dialect: "rfc", Tags: []string{"@protocol"},
			Requirement: "RFC7644-3.14-01", Level: result.Must, Outcome: result.Waived, Reason: "ACME-123", DurationMs: 20,
			Mismatches: []result.Mismatch{{Path: "status", Want: "412", Got: "200"}},
		},
	}
}

// unjudged are the scenarios without one.
func unjudged() []result.Scenario {
	var out []result.Scenario
	for _, name := range []string{"add", "remove", "replace", "no-path", "two-operations"} {
		out = append(out, result.Scenario{
			ID: "RFC7644-3.5.2-01/" + name, Name: "PATCH " + name, Feature: "protocol/patch.feature", Line: 10, Dialect: "rfc", Tags: []string{"@protocol"},
			Requirement: "RFC7644-3.5.2-01", Level: result.Must, Outcome: result.Error, Reason: "Ada Lovelace could not be created: POST /Users was answered 500",
			Step: "Ada Lovelace has an account", DurationMs: 5, Exchanges: []result.Exchange{create(500, "Internal Server Error\n\tat index.js:42")},
		})
	}
	return append(out,
		result.Scenario{
			ID: "RFC7644-3.7-01/bulk", Name: "Bulk", Feature: "protocol/bulk.feature", Line: 1, Dialect: "rfc", Tags: []string{"@protocol"}, Requirement: "RFC7644-3.7-01",
			Level: result.Must, Outcome: result.Skip, Optional: true, Reason: "the target does not support bulk (ServiceProviderConfig)",
		},
		result.Scenario{
			ID: "LIFECYCLE-REASSIGN-01/apps", Name: "Apps are handed over", Feature: "lifecycle/reassignment.feature", Line: 4, Dialect: "rfc", Tags: []string{"@lifecycle"},
			Requirement: "LIFECYCLE-REASSIGN-01", Level: result.Must, Outcome: result.Skip, Reason: "the target's file has no ownership-probe",
		},
		result.Scenario{
			ID: "unknown/half-a-scenario", Name: "Half a scenario", Feature: "protocol/half.feature", Line: 2, Dialect: "rfc", Tags: []string{}, Requirement: "unknown",
			Outcome: result.Invalid, Reason: `"the moon is full" is no step`,
		},
	)
}

// retold are scenarios that come to different ends in two dialects.
func retold() []result.Scenario {
	one := func(id, dialect string, line int, change func(*result.Scenario)) result.Scenario {
		s := result.Scenario{
			ID: id, Name: "Retold " + id, Feature: "lifecycle/update.feature", Line: line, Dialect: dialect, Tags: []string{"@lifecycle"},
			Requirement: id[:len("LIFECYCLE-UPDATE-01")], Level: result.Must, Outcome: result.Pass, DurationMs: 3,
		}
		change(&s)
		return s
	}
	passed := func(*result.Scenario) {}
	return []result.Scenario{
		one("LIFECYCLE-UPDATE-01/renamed", "rfc", 4, passed),
		one("LIFECYCLE-UPDATE-01/renamed", "entra", 4, passed),
		one("LIFECYCLE-UPDATE-02/deactivated", "rfc", 9, passed),
		one("LIFECYCLE-UPDATE-02/deactivated", "entra", 9, func(s *result.Scenario) {
			s.Refused = `deactivate in the dialect entra (op "Replace")`
			s.Outcome, s.Reason = result.Skip, "refused, as a strict service provider may: "+s.Refused
		}),
		one("LIFECYCLE-UPDATE-03/cleared", "rfc", 14, passed),
		one("LIFECYCLE-UPDATE-03/cleared", "entra", 14, func(s *result.Scenario) {
			s.Outcome, s.Optional, s.NeverSent, s.Unsent = result.Skip, true, true, "clear-attribute"
			s.Reason = "the client of the dialect entra never sends this: clear-attribute"
		}),
		one("LIFECYCLE-UPDATE-04/joins", "rfc", 19, passed),
		one("LIFECYCLE-UPDATE-04/joins", "entra", 19, func(s *result.Scenario) {
			s.Outcome = result.Fail
			s.Mismatches = []result.Mismatch{{Path: "members.value", Want: `["42"]`, Got: "absent"}}
		}),
	}
}

// acme is a connector that is said to speak as one dialect does, and speaks more like another.
func acme() *result.Connector {
	return &result.Connector{Name: "acme-sync", Speaks: "rfc", File: "acme.yaml", Likeness: []result.Likeness{
		{Dialect: "entra", Score: 0.75, Differences: []result.Difference{
			{Trait: "ops", Connector: []string{"small letters"}, Dialect: []string{"capitals"}},
			{Trait: "match of a User", Connector: []string{"<none>"}},
		}},
		{Dialect: "rfc", Score: 0.5, Differences: []result.Difference{{Trait: "booleans", Connector: []string{"as text"}, Dialect: []string{"true or false"}}}},
	}}
}

// connected are scenarios on the connector: one that its own request decided, and one that did not.
func connected() []result.Scenario {
	created := create(201, `{"id":"42"}`)
	created.By, created.Number, created.Step, created.Decisive = "acme-sync", 17, "", true
	read := result.Exchange{Method: "GET", URL: "https://tenant.example.com/scim/v2/Users/42", Status: 200, StartedAt: noon, DurationMs: 2}
	undecided := created
	undecided.Decisive = false
	return []result.Scenario{
		{
			ID: "CONNECTOR-MATCH-01/looks", Name: "It looks before it creates", Feature: "connector/matching.feature", Line: 5, Dialect: "rfc",
			Tags: []string{"@connector"}, Requirement: "CONNECTOR-MATCH-01", Level: result.Must, Outcome: result.Fail, Step: "it was looked up before",
			Mismatches: []result.Mismatch{{Path: "request 17, POST /Users", Want: "a look-up before", Got: "none"}}, Exchanges: []result.Exchange{created, read},
		},
		{
			ID: "CONNECTOR-CHANGE-01/title", Name: "A title is passed on", Feature: "connector/changes.feature", Line: 9, Dialect: "rfc",
			Tags: []string{"@connector"}, Requirement: "CONNECTOR-CHANGE-01", Level: result.Must, Outcome: result.Fail, Step: "Ada's title is \"Countess\"",
			Mismatches: []result.Mismatch{{Path: "title", Want: `"Countess"`, Got: "absent"}}, Exchanges: []result.Exchange{undecided, read},
		},
	}
}

// drilled are scenarios that measured how long somebody was still in.
func drilled() []result.Scenario {
	ada := func(what result.Effect, credential string, clock result.Clock, since result.Change, ms, limit, grain float64, outcome result.Sighting) result.Measurement {
		return result.Measurement{
			What: what, Person: "Ada Lovelace", Credential: credential, Clock: clock, Since: since, Ms: ms, LimitMs: limit, GrainMs: grain, Outcome: outcome,
		}
	}
	return []result.Scenario{
		{
			ID: "LIFECYCLE-DRILL-03/every-credential", Name: "Every credential that a leaver holds ends in time", Feature: "lifecycle/drill.feature", Line: 40,
			Dialect: "rfc", Tags: []string{"@lifecycle", "@drill"}, Requirement: "LIFECYCLE-DRILL-03", Level: result.Should, Outcome: result.Warn,
			Says:       "Each credential that was issued to somebody before they were removed in the directory is refused in time.",
			Mismatches: []result.Mismatch{{Path: "Ada's API token", Want: "denied", Got: "allowed (GET /api/v1/whoami was answered with 200)"}},
			Measurements: []result.Measurement{
				ada(result.ShownAsDisabled, "", result.Status, result.InDirectory, 41_000, 300_000, 5_000, result.Ended),
				ada(result.LoginRefused, "password", result.NewLogins, result.InDirectory, 41_250.5, 300_000, 5_000, result.Ended),
				ada(result.LoginRefused, "single sign-on", result.NewLogins, result.InDirectory, 0.4, 300_000, 0.4, result.Ended),
				ada(result.CredentialRefused, "session", result.Issued, result.InDirectory, 95_000, 300_000, 5_000, result.Ended),
				ada(result.CredentialRefused, "API token", result.Issued, result.InDirectory, 299_000, 300_000, 0, result.StillOpen),
				ada(result.CredentialRefused, "refresh | <token>", result.Issued, result.InDirectory, 2_000, 300_000, 0, result.Inconclusive),
			},
		},
		{
			ID: "LIFECYCLE-NOPROVISIONING-04/session", Name: "Without provisioning, the session of a removed person goes on working",
			Feature: "lifecycle/no_provisioning.feature", Line: 50, Dialect: "rfc", Tags: []string{"@lifecycle"}, Requirement: "LIFECYCLE-NOPROVISIONING-04",
			Level: result.Implied, Outcome: result.Pass,
			Measurements: []result.Measurement{ada(result.CredentialRefused, "session", result.Issued, result.InDirectory, 12.5, 0, 0, result.StillOpen)},
		},
		{
			ID: "LIFECYCLE-LOGIN-02/put", Name: "A session of before ends with PUT", Feature: "lifecycle/login_denial.feature", Line: 60, Dialect: "rfc",
			Tags: []string{"@lifecycle"}, Requirement: "LIFECYCLE-LOGIN-02", Level: result.Must, Outcome: result.Pass,
			Measurements: []result.Measurement{
				ada(result.CredentialRefused, "session", result.Issued, result.Deactivation, 8, 5_000, 8, result.Ended),
				ada(result.CredentialRefused, "session", result.Issued, result.Deactivation, 31, 5_000, 31, result.Ended),
			},
		},
	}
}

func create(status int, answer string) result.Exchange {
	return result.Exchange{
		Method: "POST", URL: "https://tenant.example.com/scim/v2/Users", Status: status, StartedAt: noon, DurationMs: 11.5, Decisive: true,
		Step: "the client creates Ada Lovelace",
		RequestHeader: map[string][]string{
			"Authorization": {"Bearer [redacted]"}, "Content-Type": {"application/scim+json"}, "Accept": {"application/scim+json"}, "User-Agent": {"scimproof/0.1.0"},
		},
		RequestBody:    `{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"ada","nickName":"it's \"A\" & <B>","password":"[redacted]"}`,
		ResponseHeader: map[string][]string{"Content-Type": {"application/scim+json"}},
		ResponseBody:   answer,
	}
}

func whoami() result.Exchange {
	return result.Exchange{
		Method: "GET", URL: "https://tenant.example.com/api/v1/whoami?x=[1]", StartedAt: noon, DurationMs: 20_000,
		RequestHeader: map[string][]string{"Cookie": {"[redacted]"}, "X-Note": {"a $HOME `b` \"c\" \\ [redacted]"}},
		Error:         "no answer within 20 s",
	}
}
