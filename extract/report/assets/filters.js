// The table: which claims it shows, in which order, and as CSV.

import { PREDICATES, SIGNS, spelled } from "./words.js";

export const FILTERS = ["q", "kind", "class", "predicate", "sign", "min", "doc", "section", "mode", "sort"];
const SLICE = 300; // claims prepared at once, in a few milliseconds
export const MODES = { plain: "asserted", hedged: "hedged", negated: "denied", contested: "with evidence against" };
export const SORTS = {
  studies: ["most studies", (a, b) => b.studies - a.studies],
  confidence: ["highest confidence", (a, b) => b.confidence - a.confidence],
  doubtful: ["lowest confidence", (a, b) => a.confidence - b.confidence],
  sentences: ["most sentences", (a, b) => b.support.length - a.support.length],
  subject: ["subject", (a, b) => order(a.subject.name, b.subject.name)],
  object: ["object", (a, b) => order(a.object.name, b.object.name)],
  against: ["most evidence against", (a, b) => b.counter.length - a.counter.length],
  place: ["place in the documents", (a, b) => firstOf(a) - firstOf(b)],
};

/** Return the claims that pass the filters, sorted; `want` maps names of FILTERS to their values. */
export function select(claims, want) {
  const tests = [];
  const test = (name, passes) => { if (want[name]) tests.push((claim) => passes(claim, want[name])); };
  test("kind", (claim, kind) => claim.kind === kind);
  test("class", (claim, name) => claim.classes.includes(name));
  test("predicate", (claim, name) => evidence(claim).some((triple) => triple.predicate === name));
  test("sign", (claim, sign) => String(claim.sign) === sign);
  test("min", (claim, least) => claim.confidence >= Number(least));
  test("doc", (claim, id) => evidence(claim).some((triple) => triple.sentence.document.id === id));
  test("section", (claim, name) => evidence(claim).some((triple) => triple.sentence.section === name));
  test("mode", inMode);
  const words = (want.q || "").toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length) tests.push((claim) => { const text = searched(claim); return words.every((word) => text.includes(word)); });
  const kept = claims.filter((claim) => tests.every((passes) => passes(claim)));
  const sort = SORTS[want.sort] || SORTS.studies;
  return kept.sort((a, b) => sort[1](a, b) || b.confidence - a.confidence || a.index - b.index);
}

/** Put together what claims are searched by, a slice at a time while the page is idle, before somebody searches. */
export function prepare(claims, from = 0) {
  const idle = window.requestIdleCallback || ((work) => setTimeout(work, 50));
  idle(() => {
    claims.slice(from, from + SLICE).forEach(searched);
    if (from + SLICE < claims.length) prepare(claims, from + SLICE);
  });
}

/** Return the choices of each filter that the claims leave open: {kind: [[value, label]], ...}. */
export function choices(run) {
  const sorted = (values) => [...new Set(values)].filter(Boolean).sort(order);
  const pairs = (values, label) => values.map((value) => [value, label(value)]);
  return {
    kind: pairs(sorted(run.claims.map((claim) => claim.kind)), spelled),
    class: pairs(sorted(run.claims.flatMap((claim) => claim.classes)), spelled),
    predicate: pairs(Object.keys(PREDICATES).filter((name) => run.triples.some((triple) => triple.predicate === name)), (name) => PREDICATES[name]),
    sign: pairs(["1", "-1", "0"], (sign) => `${SIGNS[sign].glyph} ${SIGNS[sign].name}`),
    doc: pairs(run.documents.map((document) => document.id), (id) => id),
    section: pairs(sorted(run.sentences.map((sentence) => sentence.section)), spelled),
    mode: Object.entries(MODES),
    sort: Object.entries(SORTS).map(([name, [label]]) => [name, label]),
  };
}

/** Return claims as CSV; cells that a spreadsheet would take for formulas get an apostrophe before them. */
export function claimsCsv(claims) {
  const header = ["subject", "subject_id", "sign", "object", "object_id", "predicate", "kind", "mechanism_class", "studies", "sentences", "against", "confidence", "dois", "example"];
  const rows = claims.map((claim) => [
    claim.subject.name, claim.subject.id, claim.sign, claim.object.name, claim.object.id, claim.predicate, claim.kind || "",
    claim.classes.join("; "), claim.studies, claim.support.length, claim.counter.length, claim.confidence.toFixed(3),
    [...new Set(evidence(claim).flatMap((triple) => triple.sentence.studies.map((study) => study.doi || study.label)))].join("; "),
    evidence(claim)[0].sentence.text,
  ]);
  return csv([header, ...rows]);
}

/** Return rows of cells as CSV (RFC 4180, UTF-8 with a byte order mark so that spreadsheets read it as such). */
export function csv(rows) {
  return `\ufeff${rows.map((row) => row.map(cell).join(",")).join("\r\n")}\r\n`;
}

/** Return the rows of a CSV text whose separator is the one its first line holds most of. */
export function parseCsv(text) {
  const head = text.slice(0, (text + "\n").indexOf("\n"));
  const separator = [",", ";", "\t"].sort((a, b) => head.split(b).length - head.split(a).length)[0];
  const rows = [[]];
  const pattern = new RegExp(`"((?:[^"]|"")*)"|([^"${separator}\\r\\n][^${separator}\\r\\n]*)|(${separator})|(\\r?\\n)`, "g");
  let cellText = "";
  for (const [, quoted, plain, comma, line] of text.replace(/^\ufeff/, "").matchAll(pattern)) {
    if (quoted !== undefined) cellText += quoted.replaceAll('""', '"');
    else if (plain !== undefined) cellText += plain;
    else {
      rows[rows.length - 1].push(cellText);
      cellText = "";
      if (line !== undefined && comma === undefined) rows.push([]);
    }
  }
  if (cellText || rows[rows.length - 1].length) rows[rows.length - 1].push(cellText);
  return rows.filter((row) => row.length);
}

/** Return all triples of a claim, for and against. */
export function evidence(claim) {
  return claim.counter.length ? [...claim.support, ...claim.counter] : claim.support;
}

function inMode(claim, mode) {
  if (mode === "hedged") return claim.hedged;
  if (mode === "negated") return claim.negated;
  if (mode === "contested") return claim.support.length > 0 && claim.counter.length > 0;
  return !claim.hedged && !claim.negated;
}

function searched(claim) {
  if (claim.text === undefined) {
    const parts = [claim.subject.name, claim.object.name, ...claim.classes.map(spelled)];
    for (const triple of evidence(claim)) {
      parts.push(triple.subject.text, triple.object.text, triple.predicate, triple.sentence.text, triple.sentence.document.id);
      for (const mention of triple.via) parts.push(mention.entity.name);
      for (const study of triple.sentence.studies) parts.push(study.doi, study.text);
    }
    claim.text = parts.join(" ").toLowerCase();
  }
  return claim.text;
}

function cell(value) {
  let text = String(value ?? "");
  if (/^[=+\-@]/.test(text) && !/^-?\d+(\.\d+)?$/.test(text)) text = `'${text}`;
  return /[",\r\n;\t]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function firstOf(claim) {
  return Math.min(...evidence(claim).map((triple) => triple.sentence.index));
}

function order(a, b) {
  return a < b ? -1 : a > b ? 1 : 0;
}
