// Run by Node's own test runner: node --test tests/report

import assert from "node:assert/strict";
import { test } from "node:test";

import { read, write } from "../../extract/report/assets/address.js";
import { confidenceOf, countStudies, link } from "../../extract/report/assets/data.js";
import { around, respondingDrugs, summarise } from "../../extract/report/assets/drugs.js";
import { addressOf, suggestions } from "../../extract/report/assets/find.js";
import { choices, claimsCsv, csv, parseCsv, select } from "../../extract/report/assets/filters.js";
import { drawing, graphOf } from "../../extract/report/assets/graph.js";
import { Verdicts, claimLine, recordOf, sheet } from "../../extract/report/assets/review.js";
import { identifierLink, isProduct, netEffect, signWords, spelled, studyLink } from "../../extract/report/assets/words.js";
import { readFileSync } from "node:fs";

// The data of the small paper of report_runs.py, as the package writes it.
const load = () => link(JSON.parse(readFileSync(process.env.REPORT_DATA, "utf8")));
const memory = () => {
  const held = new Map();
  return { getItem: (key) => held.get(key) ?? null, setItem: (key, value) => held.set(key, value) };
};

test("addresses are read as they were written", () => {
  for (const [view, id, want] of [["drug", "lenvatinib", {}], ["table", "", { q: "a&b=c #1", sign: "-1" }], ["entity", "hgnc:7029", {}], ["network", "", { drug: "α-tocopherol" }]]) {
    assert.deepEqual(read(write(view, id, want)), { view, id, want });
  }
  assert.equal(read("").view, "start");
  assert.equal(read("#nonsense", "review").view, "review");
  assert.equal(write("table", "", { q: "", sign: "1" }), "#table&sign=1");
});

test("a drug's drivers, brakes and evidence against", () => {
  const run = load();
  const [first] = respondingDrugs(run);
  assert.equal(first.drug.name, "lenvatinib");
  const summary = summarise(run, first.drug);
  assert.deepEqual(summary.drivers.map((row) => row.entity.name), ["METTL1", "ITGB8"]);
  assert.deepEqual(summary.brakes.map((row) => row.entity.name), ["NF1"]);
  const [mettl1, itgb8] = summary.drivers;
  assert.deepEqual([mettl1.pro.length, mettl1.contra.length, mettl1.states], [1, 1, ["down"]]);
  assert.deepEqual([mettl1.inferred, itgb8.inferred], [false, true]);
  assert.equal(summary.studies, 2);
  assert.deepEqual(around(run, first.drug).partners, []);
});

test("studies count once, sentences without a citation by their document", () => {
  const run = load();
  assert.equal(countStudies(run.triples.slice(0, 2)), 1);
  assert.equal(countStudies(run.triples), 2);
  assert.ok(Math.abs(confidenceOf(run.triples) - 0.8) < 1e-9, "sentences of one document are not independent");
});

test("the sign in words", () => {
  const [depletion, curbs] = load().triples;
  assert.ok(isProduct(depletion));
  assert.equal(netEffect(depletion), "more METTL1, more lenvatinib resistance");
  assert.equal(signWords(depletion), "“restored” raises × “Depletion” is less METTL1 × “sensitivity” is sensitivity, the opposite of resistance = more METTL1, more lenvatinib resistance");
  assert.equal(signWords(curbs), "“curbs” lowers = more NF1, less lenvatinib resistance");
});

test("filters", () => {
  const run = load();
  const names = (want) => select(run.claims, want).map((claim) => `${claim.subject.name}${claim.sign}`).sort();
  assert.deepEqual(names({ sign: "-1" }), ["METTL1-1", "NF1-1"]);
  assert.deepEqual(names({ q: "DEPLETION egfr" }), ["METTL1-1", "METTL11"]);
  assert.deepEqual(names({ q: "10.1000/first" }).length, 3);
  assert.deepEqual(names({ mode: "contested" }), ["METTL1-1", "METTL11"]);
  assert.deepEqual(names({ min: "0.9" }), []);
  assert.deepEqual(names({ doc: "other" }), []);
  assert.deepEqual(names({ section: "results", predicate: "inhibits", q: "nf1" }), ["NF1-1"]);
  assert.deepEqual(choices(run).predicate.map(([name]) => name), ["promotes", "inhibits"]);
});

test("CSV there and back", () => {
  const rows = [["a", 'b "quoted", c'], ["two\nlines", ""], ["", "last;\t"]];
  assert.deepEqual(parseCsv(csv(rows)), rows);
  assert.deepEqual(parseCsv("a;b\r\n1;2\r\n"), [["a", "b"], ["1", "2"]]);
  assert.ok(csv([["=1+1", "-1", "-x", "@a"]]).includes("'=1+1,-1,'-x,'@a"));
  assert.equal(parseCsv(claimsCsv(load().claims)).length, 5);
});

test("verdicts are kept, saved and taken in again", () => {
  const run = load();
  const storage = memory();
  const verdicts = new Verdicts("run", storage);
  verdicts.setCurator("Ann");
  verdicts.set(run.triples[0].id, { verdict: "incorrect", correction: 'swap; via="x", y' });
  verdicts.set(`${run.triples[1].id}+`, { verdict: "missing", correction: "predicate=binds" });
  verdicts.set(run.triples[2].id, { verdict: "correct" });
  verdicts.set(run.triples[2].id, { verdict: "" });
  assert.equal(new Verdicts("run", storage).count(), 2);
  assert.equal(new Verdicts("other", storage).count(), 0);
  const saved = sheet(run, verdicts);
  const again = new Verdicts("again", memory());
  assert.equal(again.load(saved), 2);
  assert.deepEqual(again.get(run.triples[0].id), verdicts.get(run.triples[0].id));
  assert.equal(again.get(`${run.triples[1].id}+`).verdict, "missing");
  assert.throws(() => again.load("a,b\n1,2\n"), /not a review sheet/);
  const [header, row] = parseCsv(saved);
  assert.equal(row[header.indexOf("curator")], "Ann");
  assert.deepEqual(JSON.parse(row[header.indexOf("record")]), recordOf(run.triples[0]));
  assert.equal(claimLine(run.triples[0]), "METTL1 [down] promotes lenvatinib sensitivity via EGFR");
});

test("storage that is forbidden or spoilt is no error", () => {
  const forbidden = { getItem: () => { throw new Error("no"); }, setItem: () => { throw new Error("no"); } };
  const verdicts = new Verdicts("run", forbidden);
  verdicts.set("a", { verdict: "correct" });
  assert.equal(verdicts.count(), 1);
  assert.equal(new Verdicts("run", { getItem: () => "{", setItem: () => {} }).count(), 0);
});

test("the network holds mediators as paths, and only what was asked for", () => {
  const run = load();
  const graph = graphOf(run, {}, 100);
  assert.equal(graph.edges.filter((edge) => edge.path).length, 2);
  assert.ok(graph.nodes.some((node) => node.entity.name === "EGFR"));
  assert.equal(graphOf(run, {}, 1).edges.filter((edge) => !edge.path).length, 1);
  assert.equal(graphOf(run, { around: "hgnc:7765" }, 100).total, 3);
  assert.equal(graphOf(run, { drug: "Lenvatinib" }, 100).total, 4);
  assert.equal(graphOf(run, { drug: "sorafenib" }, 100).total, 0);
});

test("what is typed leads to what is meant", () => {
  const run = load();
  assert.equal(addressOf(run, " Lenvatinib "), "#drug=lenvatinib");
  assert.equal(addressOf(run, "mettl1"), "#entity=hgnc%3A7030");
  assert.equal(addressOf(run, "cells nobody named"), "#table&q=cells+nobody+named");
  assert.deepEqual(suggestions(run).slice(0, 1), ["lenvatinib"]);
});

test("a drawing is XML whatever the names are", () => {
  const entity = (name, index) => ({ name, index, type: "GENE", drugs: [] });
  const nodes = [{ id: "a", entity: entity('<script>&"\u0000', 0) }, { id: "b", entity: entity("AKT", 1) }];
  const claim = { studies: 3 };
  const edges = [{ source: "a", target: "b", sign: 1, claim }, { source: "b", target: "a", sign: -1, claim }, { source: "a", target: "a", sign: 0, claim, path: true }];
  const text = drawing({ nodes, edges }, [{ id: "a", x: 0, y: 0 }, { id: "b", x: 50, y: 80 }], { "1": "red", "-1": "blue", "0": "grey", ink: "black", paper: "white", panel: "white" });
  assert.ok(!text.includes("<script"));
  assert.ok(text.includes("&#60;script&#62;"));
  assert.ok(!/[\u0000NaN]{3}/.test(text.replace("NaN", "\u0000\u0000\u0000")));
});

test("addresses outside are made of identifiers alone", () => {
  assert.equal(identifierLink("javascript:alert(1)"), null);
  assert.equal(identifierLink("hgnc:7029"), "https://www.genenames.org/data/gene-symbol-report/#!/hgnc_id/HGNC:7029");
  assert.equal(identifierLink("cellosaurus:CVCL_0336"), "https://bioregistry.io/cellosaurus:CVCL_0336");
  assert.equal(identifierLink(null), null);
  assert.equal(studyLink({ doi: "10.1002/hep4.1928" }), "https://doi.org/10.1002/hep4.1928");
  assert.equal(studyLink({ doi: "javascript:alert(1)", pmid: "12" }), "https://pubmed.ncbi.nlm.nih.gov/12/");
  assert.equal(studyLink({ doi: null, pmid: "x" }), null);
  assert.equal(spelled("non_coding_rna"), "non-coding RNA");
});
