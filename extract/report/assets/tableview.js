// The table: every claim, filtered, sorted, unfolded to its evidence, copied as CSV.

import { write } from "./address.js";
import { h, replace, save } from "./dom.js";
import { FILTERS, choices, claimsCsv, evidence, select } from "./filters.js";
import { evidenceOf, forAndAgainst } from "./evidence.js";
import { confidenceBar, count, entityLink, filterForm, growing, statement, unfold } from "./parts.js";
import { spelled } from "./words.js";

const LABELS = { q: "Search", kind: "Kind", class: "Mechanism", predicate: "Predicate", sign: "Sign", min: "Confidence at least", doc: "Document", section: "Section", mode: "Certainty", sort: "Sort by" };

/** Return the table with the filters as they stand in `want`. */
export function tableView(app, want) {
  return h("div", {}, h("h1", {}, "All claims"), filtered(app, want, "table", (claims) => {
    const list = h("ul.claims", {});
    return [list, growing(list, claims, (claim) => claimRow(app, claim))];
  }));
}

/** Return filters over a list that `draw` makes of the claims they leave. */
export function filtered(app, want, view, draw, tools = []) {
  const chosen = { ...want };
  const status = h("p.status", { role: "status" });
  const box = h("div", {});
  let kept = [];
  const update = () => {
    kept = select(app.run.claims, chosen);
    status.textContent = `${count(kept.length, "claim")} of ${app.run.claims.length.toLocaleString("en")}`;
    replace(box, draw(kept));
  };
  const change = (name) => (event) => {
    chosen[name] = event.target.value;
    history.replaceState(null, "", write(view, "", chosen));
    update();
  };
  const csvTools = [
    h("button", { type: "button", onclick: (event) => navigator.clipboard.writeText(claimsCsv(kept)).then(() => { event.target.textContent = "Copied"; }, () => save("claims.csv", claimsCsv(kept), "text/csv;charset=utf-8")) }, "Copy as CSV"),
    h("button", { type: "button", onclick: () => save("claims.csv", claimsCsv(kept), "text/csv;charset=utf-8") }, "Save CSV"),
    h("a.button", { href: write(view) }, "Clear filters"),
  ];
  update();
  return [filterForm(controls(app, chosen, change)), h("div.tools", {}, status, tools, csvTools), box];
}

function controls(app, chosen, change) {
  const open = choices(app.run);
  return FILTERS.map((name) => {
    if (name === "q") return h("label.wide", {}, LABELS.q, h("input", { type: "search", value: chosen.q || "", placeholder: "names, words, DOI", oninput: change("q") }));
    if (name === "min") return h("label", {}, LABELS.min, h("input", { type: "number", min: 0, max: 1, step: 0.05, value: chosen.min || "", oninput: change("min") }));
    if (!open[name].length) return null;
    const options = open[name].map(([value, label]) => h("option", { value, selected: chosen[name] === value }, label));
    return h("label", {}, LABELS[name], h("select", { onchange: change(name) }, name === "sort" ? null : h("option", { value: "" }, "any"), options));
  });
}

/** Return a claim as a row that unfolds to its evidence. */
export function claimRow(app, claim) {
  const label = [
    h("span.statement", {}, statement(claim, (entity) => h("span.name", {}, entity.name))),
    h("span.soft.small.kinds", {}, [claim.kind, ...claim.classes].filter(Boolean).map(spelled).join(" · ")),
    h("span.numbers", {}, h("span.pro", {}, `${count(claim.studies, "study", "studies")} for`), claim.counter.length ? h("span.contra", {}, `${claim.counter.length} against`) : null, confidenceBar(claim.confidence)),
  ];
  const [button, box] = unfold(label, () => h("div", {}, h("p.small", {}, "All about ", entityLink(claim.subject), " · ", entityLink(claim.object)), forAndAgainst(app, claim.support, claim.counter)), "button.row");
  return h("li", {}, button, box);
}

/** Return the claims one by one with their sentences open, for a curator to judge. */
export function openClaim(app, claim) {
  return h("section.judged", {},
    h("h2.claim", {}, statement(claim, entityLink), h("span.soft.small", {}, ` · ${count(evidence(claim).length, "sentence")}`)),
    claim.support.map((triple) => evidenceOf(app, triple)),
    claim.counter.filter((triple) => triple.claims.includes(claim)).map((triple) => evidenceOf(app, triple)));
}
