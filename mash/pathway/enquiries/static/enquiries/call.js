// The call screen: saves itself, adds people in place, and asks who they may be. Without it, buttons do the same.

const form = document.querySelector(".enquiries-call")
const saved = form.querySelector("[data-save]")
const clock = form.querySelector("[data-lasts]")
const people = form.querySelector("[data-people]")
const pattern = document.querySelector("template[data-person]")
const SAVE_AFTER = 2000
const TRY_AGAIN = 4000
const LOOK_UP_AFTER = 300

// Clock
const opened = performance.now() - Number(clock.dataset.lasts) * 1000
const two = (number) => String(number).padStart(2, "0")
setInterval(() => {
  const seconds = Math.floor((performance.now() - opened) / 1000)
  const hours = Math.floor(seconds / 3600)
  clock.textContent = `${hours ? `${hours}:` : ""}${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`
}, 1000)

// Saving: one at a time, the newest text, and again until it is kept. What was typed stays on the screen throughout.
let timer = 0
let saving = null
let kept = typed()
const address = form.action

function typed() {
  const all = new URLSearchParams([...new FormData(form)].filter(([name, value]) => typeof value === "string" && !["once", "version", "csrfmiddlewaretoken"].includes(name)))
  return `${all}`
}
const isKept = () => kept === typed()
const plan = (after = SAVE_AFTER) => {
  clearTimeout(timer)
  timer = setTimeout(save, after)
}
function say(words, isWell = false) {
  if (saved.textContent === words) return
  saved.textContent = words
  saved.classList.toggle("enquiries-call__saved--not", !isWell)
}
async function save() {
  if (saving) return
  const now = typed()
  if (now === kept) return
  const body = new URLSearchParams(now)
  for (const name of ["version", "csrfmiddlewaretoken"]) body.set(name, form.elements[name].value)
  saving = ask(body, now)
  const again = await saving
  saving = null
  if (again) plan(again)
}
async function ask(body, now) {
  try {
    const answer = await fetch(saved.dataset.save, { method: "POST", body, redirect: "manual", cache: "no-store", signal: AbortSignal.timeout(15000) })
    if (answer.ok) {
      const told = await answer.json()
      form.elements.version.value = told.version
      kept = now
      say(`saved ${told.saved}`, true)
      sessionStorage.removeItem(form.dataset.keptAs)
      form.querySelectorAll("[data-once-saved]").forEach((links) => (links.hidden = false))
      if (!leaving && location.href !== address) history.replaceState(null, "", address) // it would stop the receipt
      return isKept() ? 0 : SAVE_AFTER
    }
    if (answer.type === "opaqueredirect" || answer.status === 403) say("Not saved: you are signed out. Sign in again in another window; what you typed stays here")
    else if (answer.status === 409) return say("Not saved: another window has this call. Press Save to see why")
    else if (answer.status === 404) return say("Not saved: this call is no longer yours. Copy what you need from here")
    else say("Not saved: the hub has a fault. Trying again; what you typed stays here")
  } catch {
    say("Not saved: the line is down. Trying again; what you typed stays here")
  }
  return TRY_AGAIN
}
form.addEventListener("input", () => plan())
addEventListener("online", () => plan(0))
addEventListener("pagehide", () => {
  if (isKept() || saving) return
  const body = new URLSearchParams(typed())
  for (const name of ["version", "csrfmiddlewaretoken"]) body.set(name, form.elements[name].value)
  fetch(saved.dataset.save, { method: "POST", body, keepalive: true }).catch(() => {})
})
addEventListener("beforeunload", (event) => {
  if (!isKept() && !leaving && saved.classList.contains("enquiries-call__saved--not")) event.preventDefault()
})

// Buttons: saving, adding somebody and choosing stay on this page; receiving leaves it, after the save that is under way
// and without another: two at once could leave the caller's words received and this page none the wiser.
let leaving = false
form.addEventListener("submit", async (event) => {
  const button = event.submitter
  if (button?.value === "receive") {
    leaving = true
    clearTimeout(timer)
    if (!saving) return
    event.preventDefault()
    await saving
    form.requestSubmit(button)
    return
  }
  if (saved.textContent.includes("another window")) {
    leaving = true
    return
  }
  event.preventDefault()
  if (button?.matches("[data-more]")) add()
  else if (button?.name.endsWith("known")) choose(button)
  else if (button?.name === "who") lookUp(button.closest("[data-prefix]"))
  else plan(0)
})

// People
function add() {
  const number = people.querySelectorAll("[data-prefix]").length
  const html = pattern.innerHTML.replaceAll("people_new_", `people_${number}_`) // what is in its own patterns too
  people.insertAdjacentHTML("beforeend", html)
  const person = people.lastElementChild
  person.querySelector("[data-number]").textContent = number + 1
  person.querySelector("input[type=text]").focus()
}

// Who they may be: asked as somebody is typed, for that person at once and for those named with them when it is left.
const asking = new WeakMap()
const region = (person) => person.querySelector("[data-look-up]")
function lookUp(person, after = 0) {
  const where = region(person)
  if (!where) return
  const state = asking.get(person) ?? asking.set(person, {}).get(person)
  clearTimeout(state.timer)
  state.timer = setTimeout(() => ask_who(person, where, state), after)
}
async function ask_who(person, where, state) {
  const prefix = person.dataset.prefix
  const boxes = new URLSearchParams([...new FormData(form)].filter(([name, value]) => typeof value === "string" && name.startsWith("people_") && !/_(known|why)$/.test(name)))
  boxes.set("prefix", prefix)
  if (`${boxes}` === state.last) return
  state.last = `${boxes}`
  boxes.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value)
  state.abort?.abort()
  state.abort = new AbortController()
  try {
    const answer = await fetch(where.dataset.lookUp, { method: "POST", body: boxes, redirect: "manual", cache: "no-store", signal: state.abort.signal })
    if (!answer.ok || where.contains(document.activeElement)) throw answer.status
    where.innerHTML = await answer.text()
    person.querySelector("[name=who]").hidden = true
    const why = where.querySelector(`[name="${prefix}why"]`)
    if (why) why.value = person.querySelector("[data-why]").value
    mark(person)
    person.querySelector("[data-said]").textContent = where.querySelector("[data-said]")?.dataset.said || ""
  } catch {
    state.last = "" // The line is down, or something newer was typed: the next letter asks again.
  }
}
function choose(button) {
  const person = button.closest("[data-prefix]")
  const name = button.closest(".mash-card")?.querySelector(".mash-card__title")?.textContent.trim()
  person.querySelector("[data-known-as]").value = button.value
  person.querySelector("[data-chosen]")?.remove()
  if (button.value) {
    const pattern = person.querySelector("template[data-pattern]")
    pattern.before(pattern.content.cloneNode(true))
    person.querySelector("[data-chosen] strong").textContent = button.value === "new" ? "A new person" : `Same person as ${name}`
  }
  mark(person)
  plan(0)
}
function mark(person) {
  const value = person.querySelector("[data-known-as]").value
  region(person)
    .querySelectorAll("button[name$=known]")
    .forEach((button) => {
      button.setAttribute("aria-pressed", String(button.value === value && value !== ""))
      delete button.dataset.preventDoubleClick
    })
}
const prefixed = (event) => event.target.closest("[data-prefix]")
form.addEventListener("input", (event) => {
  const person = prefixed(event)
  if (!person) return
  if (region(person)?.contains(event.target)) person.querySelector("[data-why]").value = event.target.value
  else lookUp(person, LOOK_UP_AFTER)
})
form.addEventListener("change", (event) => {
  const person = prefixed(event)
  if (!person || region(person)?.contains(event.target)) return
  people.querySelectorAll("[data-prefix]").forEach((other) => other !== person && says(other) && lookUp(other, LOOK_UP_AFTER))
})
const says = (person) => [...person.querySelectorAll("input[type=text]")].some((box) => box.value)
people.querySelectorAll("[data-prefix]").forEach((person) => {
  if (says(person)) lookUp(person)
})

// The three questions about an adult: there when an adult is at risk, or whoever it is about is 18 or older.
const care = form.querySelector("[data-care]")
const OF_AGE = 18
function isGrown(person) {
  const box = (name) => person.querySelector(`[name="${person.dataset.prefix}${name}"]`)
  if (!box("subject").checked) return false
  const [day, month, year] = ["day", "month", "year"].map((part) => Number(box(`dob_${part}`).value))
  if (year > 1900) return new Date(year + OF_AGE, (month || 1) - 1, day || 1) <= new Date()
  return !/month|week|day/i.test(box("age").value) && Number(/\d+/.exec(box("age").value)) >= OF_AGE
}
function offerCare() {
  const isMeant = form.querySelector(`[name="concerns"][value="${care.dataset.care}"]`)?.checked || [...people.querySelectorAll("[data-prefix]")].some(isGrown)
  if (isMeant && care.hidden) care.open = true
  care.hidden = !isMeant && !care.querySelector(":checked")
}
form.addEventListener("input", offerCare)
care.hidden = true
offerCare()
