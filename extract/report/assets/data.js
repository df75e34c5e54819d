// The tables of the page's data as objects that point at each other.

const RESPONSE = "DRUG_RESPONSE";

/** Return the run: documents, entities, drugs, studies, sentences, triples and claims, linked. */
export function link(raw) {
  const documents = named(raw, "documents");
  const entities = named(raw, "entities");
  const drugs = named(raw, "drugs");
  const studies = named(raw, "studies");
  const mentions = named(raw, "mentions");
  const sentences = named(raw, "sentences");
  const triples = named(raw, "triples");
  const claims = named(raw, "claims");
  const at = (table) => (index) => (index === null ? null : table[index]);
  for (const entity of entities) {
    entity.drugs = entity.drugs.map(at(drugs));
    entity.claims = [];
  }
  for (const drug of drugs) drug.entity = at(entities)(drug.entity);
  for (const mention of mentions) mention.entity = entities[mention.entity];
  for (const sentence of sentences) {
    sentence.document = documents[sentence.document];
    sentence.studies = sentence.studies.map(at(studies));
  }
  for (const triple of triples) {
    triple.sentence = sentences[triple.sentence];
    triple.subject = mentions[triple.subject];
    triple.object = mentions[triple.object];
    triple.via = triple.via.map(at(mentions));
    triple.context = triple.context.map(at(mentions));
    triple.about = at(drugs)(triple.about);
    triple.claims = [];
  }
  for (const claim of claims) finish(claim, entities, triples);
  const { run, failures, pictures, sheet } = raw;
  return { run, failures, pictures, sheet, documents, entities, drugs, studies, sentences, triples, claims };
}

/** Return what a triple rests on: the studies its sentence cites, or the document itself. */
export function groundsOf(triple) {
  const { studies, document } = triple.sentence;
  if (studies.length) return studies.map((study) => study.key);
  return [document.doi ? document.doi.toLowerCase() : `document:${document.id}`];
}

/** Return how many independent studies some triples rest on. */
export function countStudies(triples) {
  return new Set(triples.flatMap(groundsOf)).size;
}

/** Return one minus the product of the doubts of each document's best triple. */
export function confidenceOf(triples) {
  const best = new Map();
  for (const triple of triples) {
    const { document } = triple.sentence;
    best.set(document, Math.max(best.get(document) || 0, triple.confidence));
  }
  let doubt = 1;
  for (const value of best.values()) doubt *= 1 - value;
  return 1 - doubt;
}

/** Whether an entity is a response to a drug. */
export function isResponse(entity) {
  return entity.type === RESPONSE;
}

/** Count items by key, the most frequent first. */
export function tally(items) {
  const counts = new Map();
  for (const item of items) counts.set(item, (counts.get(item) || 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || (String(a[0]) < String(b[0]) ? -1 : 1));
}

function named(raw, table) {
  const columns = raw.columns[table];
  const rows = raw[table].map((row, index) => {
    const object = { index };
    columns.forEach((column, position) => { object[column] = row[position]; });
    return object;
  });
  if (table === "studies") for (const study of rows) study.key = (study.doi || study.pmid || study.text || `study:${study.index}`).toLowerCase();
  return rows;
}

function finish(claim, entities, triples) {
  claim.subject = entities[claim.subject];
  claim.object = entities[claim.object];
  claim.support = claim.support.map((index) => triples[index]);
  claim.counter = claim.counter.map((index) => triples[index]);
  const stated = claim.support.length ? claim.support : claim.counter;
  claim.predicate = tally(stated.map((triple) => triple.predicate))[0][0];
  claim.kind = tally(stated.map((triple) => triple.kind))[0][0];
  claim.classes = [...new Set(stated.flatMap((triple) => triple.classes))];
  claim.studies = countStudies(claim.support);
  claim.documents = new Set(claim.support.map((triple) => triple.sentence.document)).size;
  claim.hedged = claim.support.length > 0 && claim.support.every((triple) => triple.hedged);
  claim.negated = !claim.support.length;
  for (const triple of stated) triple.claims.push(claim);
  claim.subject.claims.push(claim);
  if (claim.object !== claim.subject) claim.object.claims.push(claim);
}
