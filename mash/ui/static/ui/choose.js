// Lets one of a long list be chosen by typing. Without it the list is a list; what is typed and is none of it comes along.

for (const list of document.querySelectorAll("select[data-choose]")) {
  const options = [...list.options].filter((option) => option.value)
  const chosen = list.selectedOptions[0]
  const described = list.getAttribute("aria-describedby")
  window.accessibleAutocomplete.enhanceSelectElement({
    selectElement: list,
    name: `${list.name}_typed`,
    defaultValue: chosen?.value ? chosen.text : list.dataset.typed || "",
    confirmOnBlur: false,
    tNoResults: () => "None of the list",
  })
  const box = list.parentElement.querySelector(".autocomplete__input")
  if (described) box.setAttribute("aria-describedby", `${box.getAttribute("aria-describedby") || ""} ${described}`.trim())
  box.addEventListener("input", () => {
    const typed = box.value.trim().toLowerCase()
    list.value = options.find((option) => option.text.toLowerCase() === typed)?.value ?? ""
  })
}
