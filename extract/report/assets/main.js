// The page: reads its data, shows the view that the address names.

import { read, write } from "./address.js";
import { link } from "./data.js";
import { h, replace } from "./dom.js";
import { drugView } from "./drugview.js";
import { entityView } from "./entityview.js";
import { prepare } from "./filters.js";
import { addressOf, suggestions } from "./find.js";
import { networkView } from "./networkview.js";
import { Verdicts } from "./review.js";
import { reviewView } from "./reviewview.js";
import { startView } from "./startview.js";
import { tableView } from "./tableview.js";

const stage = document.getElementById("view");
const run = link(JSON.parse(document.getElementById("data").textContent));
const first = document.body.dataset.start || "start";
const app = { run, verdicts: new Verdicts(`${run.run.name}:${run.run.started || ""}`, browserStorage()) };

const VIEWS = {
  start: () => startView(app),
  drug: (id) => drugView(app, id),
  entity: (id) => entityView(app, id),
  table: (id, want) => tableView(app, want),
  network: (id, want) => networkView(app, want),
  review: (id, want) => reviewView(app, want),
};

function show({ focus }) {
  const { view, id, want } = read(location.hash, first);
  const content = (VIEWS[view] || VIEWS.start)(id, want) || nothing(view, id);
  replace(stage, content);
  for (const anchor of document.querySelectorAll("nav a[data-view]")) {
    if (anchor.dataset.view === view) anchor.setAttribute("aria-current", "page");
    else anchor.removeAttribute("aria-current");
  }
  const heading = stage.querySelector("h1");
  document.title = `${heading.textContent} · ${run.run.name}`;
  window.scrollTo(0, 0);
  heading.tabIndex = -1;
  if (focus) heading.focus({ preventScroll: true });
}

function nothing(view, id) {
  return h("div", {}, h("h1", {}, `No ${view} “${id}” in this run`), h("p", {}, h("a", { href: write("start") }, "Back to the start")));
}

function browserStorage() {
  try {
    return window.localStorage;
  } catch {
    return { getItem: () => null, setItem: () => {} };
  }
}

document.getElementById("skip").addEventListener("click", (event) => {
  event.preventDefault();
  stage.querySelector("h1").focus();
});
document.getElementById("find").addEventListener("submit", (event) => {
  event.preventDefault();
  const field = event.target.elements.q;
  if (field.value.trim()) location.hash = addressOf(run, field.value);
  field.value = "";
});
document.querySelector("#find input").addEventListener("focus", () => {
  replace(document.getElementById("names"), suggestions(run).map((name) => h("option", { value: name })));
}, { once: true });
window.addEventListener("hashchange", () => show({ focus: true }));
show({ focus: false });
performance.mark("start");
prepare(run.claims);
