// Package browser logs somebody in through a real headless browser, for targets whose
// login needs scripts. It starts one browser for each login, with a profile of its own that
// is removed afterwards, and knows nothing of recipes: a recipe that asks for it is what
// starts it, and nothing else does.
package browser
