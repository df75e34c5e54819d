"""The colours in which displaCy shows our types, dark letters on light ground."""

COLORS = {
    "GENE": "#9ecae9",
    "NCRNA": "#8fd6c8",
    "CHEMICAL": "#ffbf79",
    "DISEASE": "#ff9d98",
    "CELL_LINE": "#d3c1e5",
    "CELL_TYPE": "#e2cbe8",
    "PATHWAY": "#a5d98c",
    "PROCESS": "#cfe3a0",
    "DRUG_RESPONSE": "#f7d154",
    "VARIANT": "#f4b6d2",
}
