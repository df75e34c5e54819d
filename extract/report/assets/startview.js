// The first view: what was read, what it says of each drug, when it was found out, and what could not be read.

import { write } from "./address.js";
import { tally } from "./data.js";
import { h, svg } from "./dom.js";
import { respondingDrugs } from "./drugs.js";
import { count, entityLink, signBadge } from "./parts.js";
import { spelled } from "./words.js";

const SHOWN_DRUGS = 12;
const SHOWN_NAMES = 6;

/** Return the start view. */
export function startView(app) {
  const { run } = app;
  const drugs = respondingDrugs(run);
  return h("div", {},
    h("h1", {}, `What the papers of “${run.run.name}” say`),
    h("p.lead", {}, `${count(run.documents.length, "document")}, ${count(run.claims.length, "claim")} in ${count(run.triples.length, "statement")} from ${count(run.sentences.length, "sentence")}, resting on ${count(run.studies.length, "cited study", "cited studies")}.`),
    failures(run),
    h("section", {},
      h("h2", {}, "Drugs, and what decides about resistance to them"),
      drugs.length ? drugTable(drugs) : h("p", {}, "No sentence speaks of the response to a drug."),
      drugs.length > SHOWN_DRUGS ? h("p.soft", {}, "Further drugs: ", drugs.slice(SHOWN_DRUGS).map((summary, index) => [index ? ", " : null, h("a", { href: write("drug", summary.drug.name) }, summary.drug.name)])) : null),
    mechanisms(drugs.slice(0, SHOWN_DRUGS)),
    h("div.two", {}, years(run), frequent(run)),
    documents(run));
}

/** Return the view that lists the documents. */
function documents(run) {
  const counts = new Map(tally(run.triples.map((triple) => triple.sentence.document)));
  const row = (document) => h("tr", {},
    h("td", {}, h("a", { href: write("table", "", { doc: document.id }) }, document.title || document.id), h("div.small.soft", {}, [(document.authors || []).join(", "), document.journal, document.year, document.doi ? `doi:${document.doi}` : null, document.pmid ? `PMID ${document.pmid}` : null].filter(Boolean).join(" · ") || document.id),
      document.warnings.map((warning) => h("div.small.warned", {}, warning))),
    h("td.number", {}, String(counts.get(document) || 0)));
  return h("section", {}, h("h2", {}, "Documents read"),
    h("table.plain", {}, h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "document"), h("th.number", { scope: "col" }, "statements"))), h("tbody", {}, run.documents.map(row))));
}

function failures(run) {
  if (!run.failures.length) return null;
  return h("section.warning", { role: "note" }, h("h2", {}, `${count(run.failures.length, "document")} could not be read`),
    h("ul", {}, run.failures.map((failure) => h("li", {}, h("strong", {}, failure.file || failure.doc_id), `: ${failure.reason}${failure.hint ? `; ${failure.hint}` : ""}`))));
}

function drugTable(drugs) {
  const names = (rows) => (rows.length
    ? [rows.slice(0, SHOWN_NAMES).map((row, index) => [index ? ", " : null, entityLink(row.entity)]), rows.length > SHOWN_NAMES ? ` and ${rows.length - SHOWN_NAMES} more` : null]
    : h("span.soft", {}, "none found"));
  return h("table.plain.drugs", {},
    h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "drug"), h("th", { scope: "col" }, signBadge(1, "drive resistance")), h("th", { scope: "col" }, signBadge(-1, "hold it back or reverse it")), h("th.number", { scope: "col" }, "studies"))),
    h("tbody", {}, drugs.slice(0, SHOWN_DRUGS).map((summary) => h("tr", {},
      h("th", { scope: "row" }, h("a.big", { href: write("drug", summary.drug.name) }, summary.drug.name)),
      h("td", { "data-label": "drive resistance" }, names(summary.drivers)), h("td", { "data-label": "hold it back" }, names(summary.brakes)),
      h("td.number", { "data-label": "studies" }, String(summary.studies))))));
}

function mechanisms(drugs) {
  const rows = drugs.map((summary) => ({ name: summary.drug.name, classes: summary.classes.filter(([name]) => name) })).filter((row) => row.classes.length);
  if (!rows.length) return null;
  return h("section", {}, h("h2", {}, "Mechanism classes"), h("p.soft", {}, "How many drivers and brakes of each class are named for each drug."),
    h("div.mechanisms", {}, rows.map((row) => h("div.mechanism", {}, h("h3", {}, h("a", { href: write("drug", row.name) }, row.name)), classBars(row.classes)))));
}

/** Return classes with their counts as bars. */
export function classBars(classes) {
  const most = Math.max(...classes.map(([, number]) => number));
  return h("ul.bars", {}, classes.map(([name, number]) => h("li", {}, h("span.bar", { "aria-hidden": "true", style: { width: `${(number / most) * 100}%` } }), h("span.label", {}, spelled(name)), h("span.number", {}, String(number)))));
}

function years(run) {
  return h("section", {},
    byYear("Documents over time", run.documents.map((document) => document.year)),
    byYear("Cited studies over time", run.studies.map((study) => study.year)));
}

function byYear(title, found) {
  const counts = new Map(tally(found.filter(Boolean)));
  const known = [...counts.keys()].sort((a, b) => a - b);
  if (known.length < 2) return null;
  const [first, last] = [known[0], known[known.length - 1]];
  const most = Math.max(...counts.values());
  const [width, height, top, foot] = [480, 150, 20, 24];
  const slot = width / (last - first + 1);
  const bars = known.map((year) => {
    const [x, tall] = [(year - first) * slot, (counts.get(year) / most) * (height - top - foot)];
    return [
      svg("rect", { x: x + slot * 0.1, y: height - foot - tall, width: slot * 0.8, height: tall }, svg("title", {}, `${year}: ${counts.get(year)}`)),
      counts.get(year) === most ? svg("text", { x: x + slot / 2, y: top - 5, "text-anchor": "middle" }, String(most)) : null,
    ];
  });
  const ends = [svg("text", { x: 0, y: height - 8 }, String(first)), svg("text", { x: width, y: height - 8, "text-anchor": "end" }, String(last))];
  const words = `${title}, ${first} to ${last}: ${known.map((year) => `${year} ${counts.get(year)}`).join(", ")}`;
  return [h("h2", {}, title), svg("svg.years", { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": words }, bars, ends)];
}

function frequent(run) {
  const names = tally(run.claims.flatMap((claim) => [claim.subject, claim.object])).filter(([entity]) => entity.type !== "DRUG_RESPONSE").slice(0, 14);
  if (!names.length) return null;
  return h("section", {}, h("h2", {}, "Most spoken of"), h("ul.names", {}, names.map(([entity, number]) => h("li", {}, entityLink(entity), h("span.soft", {}, ` ${number}`)))));
}
