// What the page says in words: names of predicates, types and classes, and how the sign of a claim came about.

export const PREDICATES = {
  promotes: "promotes", inhibits: "inhibits", activates: "activates", upregulates: "upregulates",
  downregulates: "downregulates", regulates: "regulates", binds: "binds", targets: "targets", sponges: "sponges",
  modifies: "modifies", combines_with: "is combined with", treats: "treats", associated_with: "is associated with",
};
export const SIGNS = {
  "1": { name: "raises", glyph: "▲", css: "plus" },
  "-1": { name: "lowers", glyph: "▼", css: "minus" },
  "0": { name: "no sign", glyph: "●", css: "none" },
};
export const STATES = { up: "more", down: "less", altered: "altered", none: "" };
const TYPES = {
  GENE: "gene or protein", NCRNA: "non-coding RNA", CHEMICAL: "drug or chemical", DISEASE: "disease",
  CELL_LINE: "cell line", CELL_TYPE: "cell type", PATHWAY: "pathway", PROCESS: "process",
  DRUG_RESPONSE: "drug response", VARIANT: "variant",
};
const REGISTRIES = {
  hgnc: (id) => `https://www.genenames.org/data/gene-symbol-report/#!/hgnc_id/HGNC:${id}`,
  chebi: (id) => `https://www.ebi.ac.uk/chebi/searchId.do?chebiId=CHEBI:${id}`,
  go: (id) => `https://amigo.geneontology.org/amigo/term/GO:${id}`,
};

/** Return an identifier of code as words: `non_coding_rna` -> "non-coding RNA". */
export function spelled(name) {
  if (name in TYPES) return TYPES[name];
  return String(name).replaceAll("_", " ").replace("non coding rna", "non-coding RNA").replace(/\bemt\b/, "EMT");
}

/** Return the address of an identifier, null where none is known. */
export function identifierLink(curie) {
  const match = /^([A-Za-z][\w.]*):([\w.-]+)$/.exec(curie || "");
  if (!match) return null;
  const [, registry, id] = match;
  if (registry in REGISTRIES) return REGISTRIES[registry](id);
  return `https://bioregistry.io/${registry}:${id}`;
}

/** Return the address of a study, null where it has no identifier. */
export function studyLink(study) {
  if (study.doi && /^10\.\d{4,}\/\S+$/.test(study.doi)) return `https://doi.org/${encodeURI(study.doi)}`;
  if (study.pmid && /^\d+$/.test(study.pmid)) return `https://pubmed.ncbi.nlm.nih.gov/${study.pmid}/`;
  return null;
}

/** Return the verb of a claim: that of its net sign, or of its predicate where it has none. */
export function verbOf(claim) {
  if (!claim.sign) return PREDICATES[claim.predicate] || claim.predicate;
  if (claim.predicate === "associated_with") return claim.sign > 0 ? "goes with more" : "goes with less";
  return SIGNS[claim.sign].name;
}

/** Return the net effect: "more MALAT1, more sorafenib resistance". */
export function netEffect(triple) {
  const object = triple.object.entity.name;
  if (triple.sign === 0) return `no direction said between ${triple.subject.entity.name} and ${object}`;
  return `more ${triple.subject.entity.name}, ${triple.sign > 0 ? "more" : "less"} ${object}`;
}

/** Return the steps that made the sign, each as {text, says, sign}; sign null for what does not turn it. */
export function signSteps(triple) {
  return triple.trace.map(([text, role, factor]) => {
    const flat = text.split(/\s+/).join(" ");
    const [says, turns] = STEP[role](factor, triple);
    return { text: flat, says, sign: turns ? factor : null };
  });
}

/** Whether the factors of the steps multiply to the net sign, so that a product may be written. */
export function isProduct(triple) {
  const factors = signSteps(triple).filter((step) => step.sign !== null).map((step) => step.sign);
  return factors.length > 0 && factors.reduce((product, factor) => product * factor, 1) === triple.sign;
}

/** Return the trace as one line of words. */
export function signWords(triple) {
  const steps = signSteps(triple).map((step) => `“${step.text}” ${step.says}`);
  const joined = steps.join(isProduct(triple) ? " × " : ", ");
  return `${joined}${joined ? " = " : ""}${triple.negated ? "denied: " : ""}${netEffect(triple)}`;
}

const STEP = {
  predicate: (factor) => [factor > 0 ? "raises" : factor < 0 ? "lowers" : "says no direction", true],
  subject_state: (factor, triple) => [amount(factor, triple.subject.entity.name), true],
  object_state: (factor, triple) => [amount(factor, triple.object.entity.name), true],
  response: (factor) => [factor < 0 ? "is sensitivity, the opposite of resistance" : "is resistance", true],
  negation: () => ["denies", false],
  certainty: () => ["leaves it open", false],
};

function amount(factor, name) {
  if (factor === 0) return `is a change of ${name}`;
  return `is ${factor > 0 ? "more" : "less"} ${name}`;
}
