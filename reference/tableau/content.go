package tableau

import (
	"encoding/xml"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json"

	"github.com/scimproof/scimproof/reference/account"
	"github.com/scimproof/scimproof/reference/admin"
	"github.com/scimproof/scimproof/reference/api"
	"github.com/scimproof/scimproof/reference/assets"
	"github.com/scimproof/scimproof/reference/store"
)

// content is a kind of what is published, by its names in paths and bodies.
type content struct{ kind, singular, plural, part string }

var (
	workbook   = content{assets.App, "workbook", "workbooks", "tableau_workbook"}
	datasource = content{assets.DataFile, "datasource", "datasources", "tableau_datasource"}
	contents   = []content{workbook, datasource}
)

func (k content) show(a store.Asset) object {
	return object{k.singular: k.view(a)}
}

func (k content) view(a store.Asset) object {
	return object{"id": a.ID, "name": a.Name, "createdAt": a.Created, "owner": object{"id": nativeID(a.OwnerID)}}
}

// maxPublished bounds what is published in one part, in bytes.
const maxPublished = 64 << 20

// named is what is published, as its request calls it.
type named struct {
	Name string `xml:"name,attr"`
}

// payload is the part of a request that says what is published.
type payload struct {
	Workbook   named `xml:"workbook"`
	Datasource named `xml:"datasource"`
}

// publish takes the parts of a multipart/mixed body: what it is called, and the file.
func (f *face) publish(k content) func(http.ResponseWriter, *http.Request, api.Caller) error {
	return func(w http.ResponseWriter, r *http.Request, by api.Caller) error {
		parts, err := readParts(w, r)
		var p payload
		if err == nil {
			err = xml.Unmarshal(parts["request_payload"], &p) //nolint:gosec // into two texts, and nothing else
		}
		if err != nil || parts[k.part] == nil {
			return &problem{http.StatusBadRequest, "400000", "Bad Request"}
		}
		a, err := f.works.Create(r.Context(), by, assets.Draft{
			Kind: k.kind, Name: p.Workbook.Name + p.Datasource.Name, Content: parts[k.part],
		})
		if err != nil {
			return err
		}
		return api.Write(w, http.StatusCreated, k.show(a))
	}
}

func readParts(w http.ResponseWriter, r *http.Request) (map[string][]byte, error) {
	media, params, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil || media != "multipart/mixed" {
		return nil, errors.New("the body is not multipart/mixed")
	}
	parts := map[string][]byte{}
	reader := multipart.NewReader(http.MaxBytesReader(w, r.Body, maxPublished), params["boundary"])
	for {
		part, err := reader.NextPart()
		if errors.Is(err, io.EOF) {
			return parts, nil
		}
		if err != nil {
			return nil, err
		}
		// The documentation leaves the type of the disposition out.
		_, names, err := mime.ParseMediaType("form-data; " + strings.TrimPrefix(part.Header.Get("Content-Disposition"), "form-data; "))
		if err != nil {
			return nil, err
		}
		if parts[names["name"]], err = io.ReadAll(part); err != nil {
			return nil, err
		}
	}
}

// get reads one. One of another kind is as good as absent.
func (f *face) get(k content) func(http.ResponseWriter, *http.Request, api.Caller) error {
	return func(w http.ResponseWriter, r *http.Request, by api.Caller) error {
		a, err := f.works.Get(r.Context(), by, r.PathValue("id"))
		if err == nil && a.Kind != k.kind {
			return &problem{http.StatusNotFound, "404006", "Not found"}
		}
		if err != nil {
			return err
		}
		return api.Write(w, http.StatusOK, k.show(a))
	}
}

// update changes the owner, and nothing else.
func (f *face) update(k content) func(http.ResponseWriter, *http.Request, api.Caller) error {
	return func(w http.ResponseWriter, r *http.Request, by api.Caller) error {
		var body map[string]struct {
			Owner struct {
				ID string `json:"id"`
			} `json:"owner"`
		}
		if err := json.UnmarshalRead(http.MaxBytesReader(w, r.Body, api.MaxBody), &body); err != nil {
			return &problem{http.StatusBadRequest, "400000", "Bad Request"}
		}
		heir := accountID(body[k.singular].Owner.ID)
		if heir == "" {
			return errNoUser
		}
		a, err := f.works.Transfer(r.Context(), by, r.PathValue("id"), heir)
		if err != nil {
			return err
		}
		return api.Write(w, http.StatusOK, k.show(a))
	}
}

func (f *face) remove(w http.ResponseWriter, r *http.Request, by api.Caller) error {
	if err := f.works.Delete(r.Context(), by, r.PathValue("id")); err != nil {
		return err
	}
	return api.NoContent(w)
}

func (f *face) listWorkbooksOf(w http.ResponseWriter, r *http.Request, by api.Caller) error {
	a, err := f.account(r.Context(), r.PathValue("id"))
	if err != nil {
		return err
	}
	return f.list(w, r, by, workbook, a.ID)
}

// listDatasources lists those of the owner whom the filter names; of nobody else.
func (f *face) listDatasources(w http.ResponseWriter, r *http.Request, by api.Caller) error {
	name, ok := strings.CutPrefix(r.URL.Query().Get("filter"), "ownerName:eq:")
	if !ok {
		return &problem{http.StatusBadRequest, "400065", "Invalid filter"}
	}
	found, err := f.accounts.Accounts(r.Context(), admin.Query{Text: name})
	if err != nil {
		return err
	}
	for _, a := range found {
		if isNamed(a.Account, name) {
			return f.list(w, r, by, datasource, a.ID)
		}
	}
	return writePage(w, r, datasource.plural, datasource.singular, nil)
}

func isNamed(a account.Account, name string) bool {
	return store.FoldUserName(a.UserName) == store.FoldUserName(name)
}

func (f *face) list(w http.ResponseWriter, r *http.Request, by api.Caller, k content, owner string) error {
	owned, err := f.works.List(r.Context(), by, store.AssetQuery{OwnerID: owner, Kind: k.kind, Limit: -1})
	if err != nil {
		return err
	}
	var shown []any
	for _, a := range owned {
		shown = append(shown, k.view(a))
	}
	return writePage(w, r, k.plural, k.singular, shown)
}

// The size of a page: what it is where nobody asks, and the most that may be asked for.
const (
	standardPage = 100
	largestPage  = 1000
)

// writePage writes a page of a list. Numbers are texts, an empty list has no elements at all, and a page beyond the last
// one is an error.
func writePage(w http.ResponseWriter, r *http.Request, plural, singular string, all []any) error {
	size, ok := positive(r, "pageSize", standardPage)
	if !ok || size > largestPage {
		return &problem{http.StatusBadRequest, "400007", "Invalid page size"}
	}
	number, ok := positive(r, "pageNumber", 1)
	if from := (number - 1) * size; !ok || from > 0 && from >= len(all) {
		return &problem{http.StatusBadRequest, "400006", "Invalid page number"}
	}
	from := (number - 1) * size
	page := object{}
	if len(all) > 0 {
		page[singular] = all[from:min(from+size, len(all))]
	}
	return api.Write(w, http.StatusOK, object{
		"pagination": object{
			"pageNumber": strconv.Itoa(number), "pageSize": strconv.Itoa(size), "totalAvailable": strconv.Itoa(len(all)),
		},
		plural: page,
	})
}

func positive(r *http.Request, name string, standard int) (int, bool) {
	text := r.URL.Query().Get(name)
	if text == "" {
		return standard, true
	}
	n, err := strconv.Atoi(text)
	return n, err == nil && n > 0
}
