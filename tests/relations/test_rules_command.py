"""`resistract rules` without a model: list, explain an entry, lint, and what a bad file says."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

from extract.cli import app

RUNNER = CliRunner()


def run(*arguments):
    return RUNNER.invoke(app, ["rules", *map(str, arguments)], env={"COLUMNS": "200"})


@pytest.mark.parametrize(
    ("kind", "shown"),
    [
        ("triggers", "suppress"),
        ("frames", "passive-agent"),
        ("constructions", "found-in"),
        ("checks", "response-to-it"),
        ("rewrites", "second-objects"),
        ("derivations", "agent-of-state"),
        ("readers", "surface-active"),
        ("scopes", "governed"),
        ("cues", "no-longer"),
        ("types", "subjects of promote"),
        ("tables", "table:"),
        ("functions", "places-of-thing"),
        ("words", "observing_verbs"),
    ],
)
def test_list_shows_every_kind(kind, shown):
    result = run("list", "--kind", kind)
    assert result.exit_code == 0
    assert shown in result.output


def test_list_of_no_kind_says_which_there_are():
    result = run("list", "--kind", "verbs")
    assert result.exit_code == 2
    assert "triggers, frames, constructions" in result.output


def test_list_of_a_class(tmp_path):
    result = run("list", "--class", "sponge")
    assert "sponge" in result.output
    assert "suppress" not in result.output


def test_explain_an_entry_says_where_it_stands():
    result = run("explain", "response-to-it")
    assert result.exit_code == 0
    assert "check, " in result.output and "checks.toml:" in result.output
    assert '"verdict": "unsaid"' in result.output


def test_lint_ends_with_status_1_where_there_is_something_to_mend(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text('[words]\nmoods = ["sad"]\n')
    result = run("lint", "--rules", path)
    assert result.exit_code == 1
    assert f"{path}:2: words 'moods': no rule uses this list" in result.output
    assert run("lint").exit_code == 0


def test_a_bad_file_is_one_line_and_status_2(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text("trigger = 5\n")
    result = run("list", "--rules", path)
    assert result.exit_code == 2
    assert f"{path}:1: trigger: must be tables, each headed by [[trigger]]" in result.output
