package login

import (
	"net/http"
	"time"

	"github.com/scimproof/scimproof/reference/store"
)

// ByPassword is the name of a session that a password has begun.
const ByPassword = "password"

// SetSession gives a browser the session of that secret, as POST /login does.
func (h *HTTP) SetSession(w http.ResponseWriter, secret string) {
	http.SetCookie(w, h.cookie(secret, int(SessionLifetime/time.Second)))
}

// ClearSession takes the session's cookie from a browser; the session itself goes on.
func (h *HTTP) ClearSession(w http.ResponseWriter) { http.SetCookie(w, h.cookie("", -1)) }

// Session reads who a browser's session is of, with its secret; ErrRefused where there is none that is good.
func (h *HTTP) Session(r *http.Request) (Holder, string, error) {
	cookie, err := r.Cookie(Cookie)
	if err != nil {
		return Holder{}, "", ErrRefused
	}
	holder, err := h.Service.Check(r.Context(), cookie.Value, store.Session)
	return holder, cookie.Value, err
}
