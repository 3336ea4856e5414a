"""The command try_answers, run as a person runs it: no environment, no database."""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
PATIENTS = ROOT / "fixtures" / "patients"


def _try(*arguments, cwd=ROOT):
    return subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), "try_answers", *map(str, arguments)],
        cwd=cwd,
        env={"PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        timeout=120,
    )


def test_one_line_comes_out_for_each_patient():
    run = _try(PATIENTS / "pregnant.json", PATIENTS / "knows_nothing.json")
    lines = [json.loads(line) for line in run.stdout.splitlines()]
    assert run.returncode == 0, run.stderr
    assert [list(line) for line in lines] == [
        ["name", "asked", "missing", "points", "questions_to_ask", "ok", "problems"]
    ] * 2
    assert [line["ok"] for line in lines] == [True, True]


def test_every_point_names_the_answers_behind_it():
    run = _try(PATIENTS / "pregnant.json")
    points = {point["key"]: point for point in json.loads(run.stdout)["points"]}
    assert points["pregnancy_breastfeeding"]["severity"] == "hold"
    assert points["pregnancy_breastfeeding"]["because"] == [
        {"question": "pregnancy_status", "row": None, "answer": "pregnant", "by": "patient"}
    ]


def test_rows_are_counted_from_zero(tmp_path):
    rows = [{"allergy_substance": "dust"}, {"allergy_severity": "severe"}]
    patient = {"name": "x", "answers": {"has_allergy": "yes"}, "rows": {"allergies_list": rows}}
    path = tmp_path / "x.json"
    path.write_text(json.dumps(patient))
    points = {point["key"]: point for point in json.loads(_try(path).stdout)["points"]}
    assert {
        "question": "allergy_severity",
        "row": 1,
        "answer": "severe",
        "by": "patient",
    } in points["anaphylaxis_history"]["because"]


def test_exit_code_is_one_when_an_expectation_fails(tmp_path):
    patient = {
        "name": "x",
        "answers": {},
        "expect": {"points": {"pregnancy_breastfeeding": "hold"}},
    }
    path = tmp_path / "x.json"
    path.write_text(json.dumps(patient))
    run = _try(path)
    assert run.returncode == 1
    assert json.loads(run.stdout)["problems"] == [
        "the point “Pregnancy or breastfeeding” was expected as “Hold for clinician review”"
        " and was not raised"
    ]


def test_error_names_the_file_and_the_place_when_a_patient_is_wrong(tmp_path):
    path = tmp_path / "wrong.json"
    path.write_text(json.dumps({"name": "x", "answers": {"has_allergy": "perhaps"}}))
    run = _try(path)
    assert run.returncode == 1
    assert run.stderr.strip() == (
        f'CommandError: {path}: answers.has_allergy: "has_allergy" has no option "perhaps"'
    )


def test_error_names_the_place_when_the_questionnaire_is_wrong(tmp_path):
    document = json.loads((ROOT / "fixtures" / "exosome_pretreatment.json").read_text())
    document["sections"][2]["items"][4]["options"] = "none"
    path = tmp_path / "broken.json"
    path.write_text(json.dumps(document))
    run = _try("--questionnaire", path, PATIENTS / "pregnant.json")
    assert run.stderr.strip() == (
        f"CommandError: {path}: sections[2].items[4].options: must be a list"
    )


def test_error_is_a_sentence_when_the_file_is_not_there():
    run = _try("nobody.json")
    assert run.stderr.strip() == "CommandError: nobody.json: there is no such file."


def test_default_questionnaire_is_found_from_any_folder(tmp_path):
    assert _try(PATIENTS / "pregnant.json", cwd=tmp_path).returncode == 0


def test_exit_code_is_two_for_a_name_that_is_not_known(tmp_path):
    path = tmp_path / "x.json"
    for more, says, code in (
        ({"clinik": {}}, "clinik: this name is not known here", 2),
        ({"expect": {"holds": []}}, "expect.holds: this expectation is not known", 2),
        ({"before": {"visit": {}}}, "before.visit: this name is not known here", 2),
        ({"clinic": {"register": {"label_use": "dont_know"}}}, "clinic.register.label_use", 1),
        ({"clinic": {"lapsed": ["room"]}}, "clinic.lapsed[0]", 1),
    ):
        path.write_text(json.dumps({"name": "x", "answers": {}, **more}))
        run = _try(path)
        assert (run.returncode, says in run.stderr) == (code, True), run.stderr


def test_a_withdrawn_hold_and_a_fact_of_the_register_are_printed():
    danger = PATIENTS / "danger"
    run = _try(danger / "philippa_stanhope_reyes.json", danger / "esperanza_villalobos.json")
    gone, research = (json.loads(line)["points"] for line in run.stdout.splitlines())
    assert [(p["key"], p["severity"]) for p in gone if p["withdrawn"]] == [
        ("mast_cell_asthma", "hold")
    ]
    assert [(p["key"], p["because"]) for p in research if p["severity"] == "hold"] == [
        (
            "label_mismatch",
            [
                {
                    "question": "label_use",
                    "row": None,
                    "answer": "research_only",
                    "by": "register",
                }
            ],
        )
    ]
