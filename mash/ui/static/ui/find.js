// Finds as one types: what a search finds stands below its box. Sent as a form is, so that no name stands in a log. Enter
// searches as it does without this. Arrows go through what was found, and Escape leads back to the box.

const ASK_AFTER = 250
const TELL_AFTER = 1000 // told once, when the typing has come to rest
const FEWEST_LETTERS = 2
const token = document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? ""

document.querySelectorAll("form[data-find]").forEach((form) => {
  const box = form.querySelector("[type=search]")
  const shown = document.getElementById(form.dataset.find)
  const status = shown.previousElementSibling
  const isPanel = form.contains(shown)
  let last = box.value.trim()
  let timer = 0
  let telling = 0
  let asking = null

  const isOpen = () => !shown.hidden && shown.childElementCount > 0
  const open = (is = true) => isPanel && (shown.hidden = !is || !shown.childElementCount)
  const stop = () => {
    clearTimeout(timer)
    clearTimeout(telling)
    asking?.abort()
  }
  async function ask() {
    const typed = box.value.trim()
    if (typed === last) return open()
    last = typed
    if (typed.length < FEWEST_LETTERS) return show("")
    asking = new AbortController()
    try {
      const body = new URLSearchParams({ q: typed, csrfmiddlewaretoken: token, ...(isPanel && { brief: "yes" }) })
      const answer = await fetch(form.action, { method: "POST", body, redirect: "manual", cache: "no-store", signal: asking.signal })
      if (!answer.ok && answer.status !== 429) throw new Error(answer.status)
      show(await answer.text())
    } catch (error) {
      if (error.name === "AbortError") return
      show('<p class="mash-empty" data-said="There is no answer. Press Enter to search.">There is no answer. Press Enter to search.</p>')
      last = ""
    }
  }
  // What somebody is reading by keyboard is not taken away from under them.
  function show(html) {
    if (shown.contains(document.activeElement)) return (last = "")
    shown.innerHTML = html
    open()
    telling = setTimeout(() => (status.textContent = shown.querySelector("[data-said]")?.dataset.said ?? ""), TELL_AFTER)
    if (!isPanel) history.replaceState(null, "", last ? `${form.action}?${new URLSearchParams({ q: last })}` : form.action)
  }

  box.addEventListener("input", () => {
    stop()
    status.textContent = ""
    timer = setTimeout(ask, ASK_AFTER)
  })
  form.addEventListener("submit", stop)
  function walk(event) {
    const ways = [box, ...shown.querySelectorAll("a, button")]
    const at = ways.indexOf(event.target)
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (event.key === "Escape" && (isPanel ? isOpen() : at > 0)) {
      open(false)
      box.focus()
    } else if (step && at >= 0 && ways[at + step]) {
      open()
      ways[at + step].focus()
    } else return
    event.preventDefault()
  }
  for (const part of [box, shown]) part.addEventListener("keydown", walk)
  if (!isPanel) return
  shown.addEventListener("mousedown", (event) => event.preventDefault()) // some browsers give a link no focus: it would be gone
  form.addEventListener("focusout", (event) => form.contains(event.relatedTarget) || open(false))
})
