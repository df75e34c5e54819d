// The page of a drug: what drives resistance to it and what holds it back, by mechanism, with the evidence for and against.

import { write } from "./address.js";
import { tally } from "./data.js";
import { h } from "./dom.js";
import { around, summarise } from "./drugs.js";
import { forAndAgainst } from "./evidence.js";
import { claimRow } from "./tableview.js";
import { confidenceBar, count, entityLink, growing, signBadge, studyLinks, unfold } from "./parts.js";
import { classBars } from "./startview.js";
import { STATES, spelled } from "./words.js";

const SIDES = [
  ["drivers", 1, "Drive resistance", "more of it, more resistance"],
  ["brakes", -1, "Hold resistance back", "more of it, less resistance"],
];

/** Return the page of the drug of a name, null if the run knows none. */
export function drugView(app, name) {
  const wanted = name.toLowerCase();
  const drug = app.run.drugs.find((one) => one.name.toLowerCase() === wanted || one.key === wanted);
  if (!drug) return null;
  const summary = summarise(app.run, drug);
  const classes = summary.classes.filter(([label]) => label);
  return h("div", {},
    h("h1", {}, `Resistance to ${drug.name}`),
    h("p.lead", {}, `${count(summary.drivers.length, "driver")} and ${count(summary.brakes.length, "brake")} in ${count(summary.triples.length, "statement")} from ${count(summary.studies, "independent study", "independent studies")}. `,
      drug.entity ? h("a", { href: write("entity", drug.entity.id) }, `All about ${drug.name}`) : null, " · ", h("a", { href: write("network", "", { drug: drug.name }) }, "Network")),
    classes.length ? h("section.wide", {}, h("h2", {}, "By mechanism"), classBars(classes)) : null,
    h("div.columns", {}, SIDES.map(([key, sign, title, meaning]) => h("section", { "aria-label": title },
      h("h2", {}, signBadge(sign, title)), h("p.soft", {}, meaning), groups(app, drug, summary[key])))),
    summary.linked.length ? h("section", {}, h("h2", {}, signBadge(0, "Linked, no direction said")), groups(app, drug, summary.linked)) : null,
    others(app, drug));
}

function groups(app, drug, rows) {
  if (!rows.length) return h("p.soft", {}, "none found");
  const byClass = tally(rows.map((row) => row.mechanism));
  const one = byClass.length === 1 && !byClass[0][0];
  return byClass.sort((a, b) => !a[0] - !b[0] || b[1] - a[1]).map(([mechanism]) => [
    one ? null : h("h3", {}, mechanism ? spelled(mechanism) : "no class said"),
    h("ul.rows", {}, rows.filter((row) => row.mechanism === mechanism).map((row) => driverRow(app, row))),
  ]);
}

function driverRow(app, row) {
  const changes = row.states.map((state) => h("span.tag", {}, `${STATES[state]} of it seen`));
  const label = [
    h("span.name", {}, row.entity.name), h("span.soft.small", {}, ` ${spelled(row.entity.type)}`), changes,
    row.inferred ? h("span.tag", { title: "No sentence names the drug; their sections name this one most often." }, "drug from passage") : null,
    h("span.numbers", {}, h("span.pro", {}, `${count(row.studies, "study", "studies")} for`), row.contra.length ? h("span.contra", {}, `${row.contra.length} against`) : null, confidenceBar(row.confidence)),
  ];
  const [button, box] = unfold(label, () => h("div", {}, h("p.small", {}, entityLink(row.entity, `All about ${row.entity.name}`)), forAndAgainst(app, row.pro, row.contra)), "button.row");
  return h("li", {}, button, studyLinks(row.pro), box);
}

function others(app, drug) {
  const found = around(app.run, drug);
  const part = (title, says, claims) => {
    if (!claims.length) return null;
    const list = h("ul.claims", {});
    return h("section", {}, h("h2", {}, title), h("p.soft", {}, says), list, growing(list, claims, (claim) => claimRow(app, claim), { step: 10 }));
  };
  return [
    part("Combined with it", `What is given or aimed at together with ${drug.name}.`, found.partners),
    part("How the drivers act", `Claims that are said to hold in cells or patients that resist ${drug.name}, and claims among its drivers.`, found.within),
    part(`What ${drug.name} does`, "Its targets and effects, and what acts on it.", found.targets),
  ];
}
