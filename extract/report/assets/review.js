// Verdicts on claims: kept in the browser while one works, saved as the sheet that `resistract review --apply` takes.

import { csv, parseCsv } from "./filters.js";

// The keys of verdicts that are given with one stroke; what they mean is in the run's sheet.
export const KEYS = { c: "correct", x: "incorrect", m: "wrong mention" };
export const MISSING = "missing";

/** The verdicts of one run; `storage` is the browser's, or anything with getItem and setItem. */
export class Verdicts {
  constructor(name, storage) {
    this.key = `resistract-review:${name}`;
    this.storage = storage;
    this.held = new Map();
    this.curator = "";
    this.listeners = [];
    this.restore();
  }

  /** Return {verdict, correction, comment} of a triple's id; a missing claim beside it has "+" behind the id. */
  get(id) {
    return this.held.get(id) || { verdict: "", correction: "", comment: "" };
  }

  set(id, change) {
    const entry = { ...this.get(id), ...change };
    if (entry.verdict || entry.correction || entry.comment) this.held.set(id, entry);
    else this.held.delete(id);
    this.keep();
  }

  setCurator(name) {
    this.curator = name;
    this.keep();
  }

  count() {
    return [...this.held.values()].filter((entry) => entry.verdict).length;
  }

  /** Take in a saved sheet; return how many verdicts it holds. */
  load(text) {
    const [header, ...rows] = parseCsv(text);
    const at = (name) => header.indexOf(name);
    if (at("verdict") < 0 || at("record") < 0) throw new Error("not a review sheet: it has no columns “verdict” and “record”");
    let count = 0;
    for (const row of rows) {
      const verdict = (row[at("verdict")] || "").trim().toLowerCase();
      if (!verdict) continue;
      const { id } = JSON.parse(row[at("record")]);
      this.held.set(verdict === MISSING ? `${id}+` : id, { verdict, correction: row[at("correction")] || "", comment: row[at("comment")] || "" });
      count += 1;
    }
    this.keep();
    return count;
  }

  keep() {
    try {
      this.storage.setItem(this.key, JSON.stringify({ curator: this.curator, held: [...this.held] }));
    } catch {
      // A browser may forbid storage to local files; the verdicts then live as long as the page.
    }
    for (const listener of this.listeners) listener();
  }

  restore() {
    try {
      const saved = JSON.parse(this.storage.getItem(this.key) || "null");
      if (!saved) return;
      this.curator = saved.curator;
      this.held = new Map(saved.held);
    } catch {
      // as above, or somebody else's value under this key
    }
  }
}

/** Return the sheet of the triples of a run that have a verdict. */
export function sheet(run, verdicts) {
  const rows = [];
  for (const triple of run.triples) {
    for (const id of [triple.id, `${triple.id}+`]) {
      const entry = verdicts.get(id);
      if (entry.verdict) rows.push(sheetRow(triple, entry, verdicts.curator, run.sheet.columns));
    }
  }
  return csv([run.sheet.columns, ...rows]);
}

/** Return a claim as a line: `DUSP9 [down] activates ERK via RAS (hedged)`. */
export function claimLine(triple) {
  const side = (mention) => (mention.state === "none" ? mention.text : `${mention.text} [${mention.state}]`);
  let line = `${side(triple.subject)} ${triple.negated ? "does not: " : ""}${triple.predicate} ${side(triple.object)}`;
  if (triple.via.length) line += ` via ${triple.via.map((mention) => mention.text).join(", ")}`;
  return line.split(/\s+/).join(" ") + (triple.hedged ? " (hedged)" : "");
}

/** Return the machine's part of a row, as `resistract review` writes it. */
export function recordOf(triple) {
  const { sentence } = triple;
  return {
    id: triple.id,
    doc_id: sentence.document.id,
    sha256: sentence.document.sha256,
    start: sentence.start,
    end: sentence.end,
    text: sentence.source ?? sentence.text,
    subject: mentionRecord(triple.subject),
    predicate: triple.predicate,
    object: mentionRecord(triple.object),
    via: triple.via.map(mentionRecord),
    negated: Boolean(triple.negated),
    certainty: triple.hedged ? "hedged" : "asserted",
    context: triple.context.map(mentionRecord),
  };
}

function mentionRecord(mention) {
  const { entity } = mention;
  const response = entity.type === "DRUG_RESPONSE";
  return {
    text: mention.text,
    type: entity.type,
    norm: mention.norm,
    curie: entity.curie,
    start: mention.start,
    end: mention.end,
    state: mention.state,
    direction: mention.direction,
    drugs: response ? entity.drugs.map((drug) => ({ norm: drug.name, curie: drug.key === drug.name.toLowerCase() ? null : drug.key })) : null,
  };
}

function sheetRow(triple, entry, curator, columns) {
  const { sentence } = triple;
  const shown = {
    document: sentence.document.id,
    page: sentence.page ?? "",
    section: sentence.section,
    claim: claimLine(triple),
    evidence: sentence.text,
    citations: sentence.studies.map((study) => study.doi || study.text || study.label).join("; "),
    rule: triple.rule,
    confidence: triple.confidence.toFixed(2),
    ...entry,
    curator,
    record: JSON.stringify(recordOf(triple)),
  };
  return columns.map((name) => shown[name]);
}
