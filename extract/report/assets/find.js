// Finding: from what a person types to the page that is meant.

import { write } from "./address.js";
import { isResponse, tally } from "./data.js";

const SUGGESTED = 400;

/** Return the address of what is meant: a drug's page, an entity's, else the claims that hold the words. */
export function addressOf(run, text) {
  const wanted = folded(text);
  const drug = run.drugs.find((one) => folded(one.name) === wanted && answers(run, one));
  if (drug) return write("drug", drug.name);
  const named = run.entities.find((one) => !isResponse(one) && folded(one.name) === wanted)
    || best(run.entities.filter((one) => !isResponse(one) && one.names.some(([name]) => folded(name) === wanted)));
  return named ? write("entity", named.id) : write("table", "", { q: text.trim() });
}

/** Return names to suggest: those of drugs, then of what most is said of. */
export function suggestions(run) {
  const spoken = tally(run.claims.flatMap((claim) => [claim.subject, claim.object])).map(([entity]) => entity);
  const drugs = run.drugs.filter((drug) => answers(run, drug)).map((drug) => drug.name);
  return [...new Set([...drugs, ...spoken.filter((entity) => !isResponse(entity)).map((entity) => entity.name)])].slice(0, SUGGESTED);
}

function answers(run, drug) {
  return run.entities.some((entity) => isResponse(entity) && entity.drugs.includes(drug));
}

function best(entities) {
  return entities.sort((a, b) => b.claims.length - a.claims.length)[0];
}

function folded(text) {
  return text.trim().toLowerCase().replace(/[\s\u2010-\u2015-]+/g, "-");
}
