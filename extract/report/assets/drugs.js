// What drives and what reverses resistance to a drug: claims about its response, put together by the thing that acts.

import { confidenceOf, countStudies, groundsOf, isResponse, tally } from "./data.js";

/** Return the drugs some response in the run is a response to, with their summaries, the best studied first. */
export function respondingDrugs(run) {
  const all = [...byDrug(run).keys()].map((drug) => summarise(run, drug));
  return all.sort((a, b) => b.studies - a.studies || b.triples.length - a.triples.length || compare(a.drug.name, b.drug.name));
}

/** Return the rows of a drug's page: drivers, brakes and what is merely linked, each {entity, up, down, denied, open}. */
export function summarise(run, drug) {
  const rows = new Map();
  const triples = byDrug(run).get(drug) || [];
  for (const triple of triples) {
    const { entity } = triple.subject;
    if (!rows.has(entity)) rows.set(entity, { entity, up: [], down: [], denied: [], open: [] });
    rows.get(entity)[place(triple)].push(triple);
  }
  const finished = [...rows.values()].map(finish).sort(better);
  return {
    drug,
    triples,
    studies: new Set(triples.flatMap(groundsOf)).size,
    drivers: finished.filter((row) => row.side === "up"),
    brakes: finished.filter((row) => row.side === "down"),
    linked: finished.filter((row) => row.side === "open"),
    classes: tally(finished.map((row) => row.mechanism)),
  };
}

/** Return other claims that bear on a drug: what it acts on, what it is combined with, what acts in resistant cells. */
export function around(run, drug) {
  const found = { partners: [], targets: [], within: [] };
  const drivers = new Set([...summarise(run, drug).triples].map((triple) => triple.subject.entity));
  for (const claim of run.claims) {
    if (isResponse(claim.object)) continue;
    const sides = [claim.subject, claim.object];
    if (drug.entity && sides.includes(drug.entity)) {
      (claim.predicate === "combines_with" ? found.partners : found.targets).push(claim);
    } else if (claim.support.some((triple) => heldIn(triple, drug)) || sides.every((side) => drivers.has(side))) {
      found.within.push(claim);
    }
  }
  return found;
}

/** Return the triples about the response to each drug, by drug; gathered once for a run. */
function byDrug(run) {
  if (run.byDrug) return run.byDrug;
  run.byDrug = new Map();
  for (const triple of run.triples) {
    const { entity } = triple.object;
    if (!isResponse(entity)) continue;
    const drugs = entity.drugs.length || !triple.about ? entity.drugs : [triple.about];
    for (const drug of drugs) {
      if (!run.byDrug.has(drug)) run.byDrug.set(drug, []);
      run.byDrug.get(drug).push(triple);
    }
  }
  return run.byDrug;
}

function heldIn(triple, drug) {
  return triple.context.some((mention) => isResponse(mention.entity) && mention.entity.drugs.includes(drug));
}

function place(triple) {
  if (triple.negated) return "denied";
  return triple.sign > 0 ? "up" : triple.sign < 0 ? "down" : "open";
}

function finish(row) {
  const [up, down] = [countStudies(row.up), countStudies(row.down)];
  row.side = up || down ? (down > up || (down === up && confidenceOf(row.down) > confidenceOf(row.up)) ? "down" : "up") : "open";
  row.pro = row[row.side].sort((a, b) => unnamed(a) - unnamed(b) || b.confidence - a.confidence);
  row.contra = row.side === "open" ? row.denied : [...row[row.side === "up" ? "down" : "up"], ...row.denied];
  row.studies = countStudies(row.pro);
  row.confidence = confidenceOf(row.pro);
  row.inferred = [...row.pro, ...row.contra].every(unnamed);
  row.classes = tally(row.pro.flatMap((triple) => triple.classes)).map(([name]) => name);
  row.mechanism = row.classes[0] || "";
  row.states = tally(row.pro.map((triple) => triple.subject.state)).map(([state]) => state).filter((state) => state !== "none");
  return row;
}

function unnamed(triple) {
  return !triple.object.entity.drugs.length;
}

function better(a, b) {
  return a.inferred - b.inferred || b.studies - a.studies || b.confidence - a.confidence || compare(a.entity.name, b.entity.name);
}

function compare(a, b) {
  return a < b ? -1 : a > b ? 1 : 0;
}
