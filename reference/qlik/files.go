package qlik

import (
	"errors"
	"io"
	"net/http"
	"time"

	"github.com/go-json-experiment/json"

	"github.com/scimproof/scimproof/reference/api"
	"github.com/scimproof/scimproof/reference/store"
)

// shownFile is a data file as it is sent. All of them lie in the personal space of their owner.
type shownFile struct {
	ID           string    `json:"id"`
	Name         string    `json:"name"`
	OwnerID      string    `json:"ownerId"`
	Size         int       `json:"size"`
	CreatedDate  time.Time `json:"createdDate"`
	ModifiedDate time.Time `json:"modifiedDate"`
	SpaceID      *string   `json:"spaceId"`
	Folder       bool      `json:"folder"`
	FolderStats  struct{}  `json:"folderStats"`
	Actions      []string  `json:"actions"`
}

func showFile(a store.Asset, content []byte) shownFile {
	return shownFile{
		ID: a.ID, Name: a.Name, OwnerID: nativeID(a.OwnerID), Size: len(content), CreatedDate: a.Created, ModifiedDate: a.Created,
		Actions: []string{"read", "list", "update", "delete", "change_owner"},
	}
}

// createFile takes a form of two parts: Json, with the name, and File, with the content.
func (f *face) createFile(w http.ResponseWriter, r *http.Request, by api.Caller) error {
	name, content, err := upload(w, r)
	if err != nil {
		return err
	}
	a, err := f.create(r, by, files, name, content)
	if err != nil {
		return err
	}
	return api.Write(w, http.StatusCreated, showFile(a, content))
}

func upload(w http.ResponseWriter, r *http.Request) (name string, content []byte, err error) {
	r.Body = http.MaxBytesReader(w, r.Body, api.MaxBody)
	form, err := r.MultipartReader()
	if err != nil {
		return "", nil, invalid(files, "the body must be multipart/form-data")
	}
	for {
		part, err := form.NextPart()
		if errors.Is(err, io.EOF) {
			return name, content, nil
		}
		if err != nil {
			return "", nil, invalid(files, "the form cannot be read")
		}
		text, err := io.ReadAll(part)
		if err != nil {
			return "", nil, invalid(files, "a part of the form cannot be read")
		}
		switch part.FormName() {
		case "File":
			content = text
		case "Json":
			var named struct {
				Name string `json:"name"`
			}
			if err := json.Unmarshal(text, &named); err != nil {
				return "", nil, invalid(files, "the part Json is not JSON")
			}
			name = named.Name
		}
	}
}

func (f *face) getFile(w http.ResponseWriter, r *http.Request, by api.Caller) error {
	a, content, err := f.asset(r.Context(), by, files, r.PathValue("id"))
	if err != nil {
		return err
	}
	return api.Write(w, http.StatusOK, showFile(a, content))
}

// fileLinks are the links of a list of files: each is there, and the href of one that leads nowhere is null.
type fileLinks struct {
	Self fileLink `json:"self"`
	Next fileLink `json:"next"`
	Prev fileLink `json:"prev"`
}

type fileLink struct {
	Href *string `json:"href"`
}

func (f *face) listFiles(w http.ResponseWriter, r *http.Request, by api.Caller) error {
	p, err := readPage(r, files, "page", "ownerId", "includeAllSpaces")
	if err != nil {
		return err
	}
	data, l, err := f.onPage(r, by, files, p, asked(r, "ownerId"), func(a store.Asset, content []byte) any { return showFile(a, content) })
	if err != nil {
		return err
	}
	shown := fileLinks{Self: fileLink{&l.Self.Href}}
	if l.Next != nil {
		shown.Next.Href = &l.Next.Href
	}
	return api.Write(w, http.StatusOK, struct {
		Data  []any     `json:"data"`
		Links fileLinks `json:"links"`
	}{data, shown})
}

func (f *face) changeFileOwner(w http.ResponseWriter, r *http.Request, by api.Caller) error {
	var body ownerRequest
	if err := read(w, r, files, &body); err != nil {
		return err
	}
	if err := f.handOver(r.Context(), by, files, r.PathValue("id"), body.OwnerID); err != nil {
		return err
	}
	return api.NoContent(w)
}
