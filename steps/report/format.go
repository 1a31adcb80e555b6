package report

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/scimproof/scimproof/steps/problem"
	"github.com/scimproof/scimproof/steps/result"
)

// Format is a way to write a report to a file.
type Format struct {
	// Name is what the user types.
	Name string
	// Is says in a few words what it is.
	Is string
	// Write writes a finished run.
	Write func(io.Writer, *result.Run) error
}

// Formats returns every format, by name.
func Formats() []Format {
	return []Format{
		{"json", "the whole result, with every exchange; its names are a public contract", JSON},
		{"html", "one page for people, with the timeline of what was measured; needs nothing beside it", HTML},
		{"markdown", "as code hosts show it, such as a job's summary; under 1 MiB", Markdown},
		{"junit", "JUnit XML, as build servers read it", JUnit},
		{"text", "what the console shows, without colours, and every reading", func(w io.Writer, run *result.Run) error {
			return Console(w, run, Options{Readings: true})
		}},
	}
}

// ForFormat returns the format of that name, else a *problem.Error that lists
// those there are.
func ForFormat(name string) (Format, error) {
	var names []string
	for _, f := range Formats() {
		if f.Name == name {
			return f, nil
		}
		names = append(names, f.Name)
	}
	return Format{}, problem.Usage("there is no report format %q", name).Hint("the formats are %s", strings.Join(names, ", "))
}

// Destination is where a report goes, and in which format.
type Destination struct {
	Format Format
	Path   string
}

// ParseDestination reads FORMAT=FILE as the flag --report takes it.
func ParseDestination(text string) (Destination, error) {
	name, path, found := strings.Cut(text, "=")
	if !found || path == "" {
		return Destination{}, problem.Usage("a report needs a format and a file, and %q is not FORMAT=FILE", text).
			Hint("--report junit=report.xml")
	}
	format, err := ForFormat(name)
	if err != nil {
		return Destination{}, err
	}
	return Destination{Format: format, Path: path}, nil
}

// Check says, before a run of minutes, whether the report could be written
// after it. The error is a *problem.Error with exit code 2.
func (d Destination) Check() error {
	info, err := os.Stat(d.Path)
	if err == nil && info.IsDir() {
		return problem.Usage("cannot write the report: %s is a directory", d.Path).
			Hint("--report %s=%s", d.Format.Name, filepath.Join(d.Path, "report."+d.Format.Name))
	}
	if err == nil && !info.Mode().IsRegular() {
		return nil
	}
	probe, err := os.CreateTemp(filepath.Dir(d.Path), ".scimproof-*")
	if err != nil {
		return problem.Usage("cannot write the report %s", d.Path).Because(cause(err)).
			Hint("name a file in a directory that exists and may be written to")
	}
	return errors.Join(probe.Close(), os.Remove(probe.Name()))
}

// Write writes the report so that a reader finds the old file or the whole
// new one, never half of it. What is no regular file, such as /dev/stdout, is
// written to directly. The error is a *problem.Error with exit code 2.
func (d Destination) Write(run *result.Run) error {
	write := d.replace
	if info, err := os.Stat(d.Path); err == nil && !info.Mode().IsRegular() {
		write = d.overwrite
	}
	if err := write(run); err != nil {
		return problem.Usage("cannot write the report %s", d.Path).Because(cause(err))
	}
	return nil
}

func (d Destination) overwrite(run *result.Run) error {
	file, err := os.OpenFile(d.Path, os.O_WRONLY, 0)
	if err != nil {
		return fmt.Errorf("opening it: %w", err)
	}
	return errors.Join(d.Format.Write(file, run), file.Close())
}

func (d Destination) replace(run *result.Run) (err error) {
	file, err := os.CreateTemp(filepath.Dir(d.Path), ".scimproof-*")
	if err != nil {
		return fmt.Errorf("making a new file: %w", err)
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(file.Name()))
		}
	}()
	if err := errors.Join(d.Format.Write(file, run), file.Chmod(0o644), file.Close()); err != nil {
		return err
	}
	if err := os.Rename(file.Name(), d.Path); err != nil {
		return fmt.Errorf("putting the new file in its place: %w", err)
	}
	return nil
}

// cause drops the name of the temporary file from an error, which would only
// puzzle.
func cause(err error) error {
	var path *os.PathError
	if errors.As(err, &path) {
		return path.Err
	}
	var link *os.LinkError
	if errors.As(err, &link) {
		return link.Err
	}
	return err
}

// Write writes a finished run to a file: see [Destination.Write].
func Write(format, path string, run *result.Run) error {
	d, err := ParseDestination(fmt.Sprintf("%s=%s", format, path))
	if err != nil {
		return err
	}
	return d.Write(run)
}
