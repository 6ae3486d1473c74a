# SPDX-License-Identifier: EUPL-1.2
"""`pecwatch registry`: imports, refusals, what is in force, and the way back."""

import tomllib
from pathlib import Path
from subprocess import CompletedProcess

from tests.cli.running import complaint, run
from tests.service.offices import SmallOffice
from tests.service.test_registry import export

PASSWORD = {"PECWATCH_MAILBOX__PEC__PASSWORD": "rondine-2025"}


def test_import_refuse_confirm_and_take_back(tmp_path: Path) -> None:
    """A worse registry is refused with the difference; confirmed it is in force; taken back, the one before is."""
    SmallOffice(tmp_path)
    (tmp_path / "a.csv").write_text(export("ANNA ROSA IVO UGO"))
    (tmp_path / "b.csv").write_text(export("ANNA ROSA LEO", "21/10/2025"))

    def registry(*arguments: str) -> str:
        done = run("registry", *arguments, cwd=tmp_path, **PASSWORD)
        assert done.returncode == 0, done.stderr
        assert "ZUCCHEROLI" not in done.stdout + done.stderr
        return done.stdout

    assert "in force: 4 people, dated 2025-10-20" in registry("import", "a.csv")
    said = complaint(run("registry", "import", "b.csv", cwd=tmp_path, **PASSWORD))
    assert "1 people added, 2 gone, 0 at another address" in said
    assert "--confirm" in said
    imported = registry("import", "b.csv", "--confirm")
    assert "in force: 3 people, dated 2025-10-21; 2 of earlier ones are still found" in imported
    assert "compared with the one before: 1 people added, 2 gone" in imported
    status = registry("status").splitlines()
    assert status[0].startswith("in force: 3 people, dated 2025-10-21")
    assert status[1].startswith("before it: 4 people")
    assert "in force: 4 people" in registry("rollback")
    status = registry("status").splitlines()
    assert status[0].startswith("in force: 4 people")
    assert status[1].startswith("rolled back: 3 people")


def test_nothing_to_import_or_take_back(tmp_path: Path) -> None:
    """Without a file and without [registry] the remedy is named."""
    SmallOffice(tmp_path)
    assert "name a FILE" in complaint(run("registry", "import", cwd=tmp_path, **PASSWORD))
    assert "registry import" in complaint(run("registry", "rollback", cwd=tmp_path, **PASSWORD))


def test_import_of_the_configured_source(tmp_path: Path) -> None:
    """What the service would take up can be imported by hand, to see its warnings or to confirm it."""
    (tmp_path / "r.csv").write_text(export("ANNA").replace("20/10/2025", "ieri"))
    SmallOffice(tmp_path, '[registry]\nfile = "r.csv"')
    done = run("registry", "import", cwd=tmp_path, **PASSWORD)
    assert "in force: 1 people" in done.stdout
    assert "r.csv: line 2, column aggiornato_al: not a date" in done.stderr


def test_map_proposes_and_writes(tmp_path: Path) -> None:
    """On a pipe the TOML alone; with --into a file and its sample, never over a file that is there."""
    (tmp_path / "v.csv").write_text("N. pratica;Nominativo;Indirizzo\n1;Zuccheroli Anna;Via Gelsi 3\n")
    done = run("registry", "map", "v.csv", cwd=tmp_path)
    assert (done.returncode, tomllib.loads(done.stdout)["columns"]["Nominativo"]) == (0, "nominativo")
    assert "Zuccheroli" not in done.stdout + done.stderr
    for code in (0, 2):
        assert run("registry", "map", "v.csv", "--into", "m.toml", cwd=tmp_path).returncode == code
    assert (tmp_path / "m.csv").exists()
    (tmp_path / "w.csv").write_text("Telefono;Nominativo;Indirizzo\n1;Zuccheroli Anna;Via Gelsi 3\n")
    assert "cartella, which is mandatory" in complaint_beside(run("registry", "map", "w.csv", cwd=tmp_path))


def complaint_beside(done: CompletedProcess[str]) -> str:
    """What was said beside an answer that needs a person."""
    assert done.returncode == 4
    return done.stderr


def test_operators_and_streets(tmp_path: Path) -> None:
    """Imported beside the registry, shown by status; the configuration wins, and check lists where they differ."""
    operator = '[[office.operator]]\ncode = "OP01"\nname = "Amalia Quintarelli"\nemail = "aq@comune.example"'
    office = SmallOffice(tmp_path, operator)
    rows = (
        "codice;nome;email",
        "OP01;Amalia Quintarelli;altra@comune.example",
        "OP02;Duilio Savoldelli;ds@comune.example",
    )
    (tmp_path / "op.csv").write_text("\n".join(rows))
    (tmp_path / "s.csv").write_text("odonimo;comune\nVIA DELLE ROBINIE;Borgo Salice\n")
    (tmp_path / "r.csv").write_text(export("ANNA"))
    arguments = (("r.csv",), ("--operators", "op.csv"), ("--streets", "s.csv"))
    for each in arguments:
        assert run("registry", "import", *each, cwd=tmp_path, **PASSWORD).returncode == 0
    status = run("registry", "status", cwd=tmp_path, **PASSWORD).stdout
    assert "operators: 2 imported" in status
    assert "streets: 1 of 1 municipalities" in status
    with office.desk() as desk:
        assert [(person.code, person.email) for person in desk.office.operators] == [
            ("OP01", "aq@comune.example"),
            ("OP02", "ds@comune.example"),
        ]
        assert ("ROBINIE", "VIA") in desk.registry().index.dwellings.official
        more = "odonimo;comune\nVIA DELLE ROBINIE;Borgo Salice\nVIA DEI LANICI;Borgo Salice\n"
        (tmp_path / "s.csv").write_text(more)
        assert run("registry", "import", "--streets", "s.csv", cwd=tmp_path, **PASSWORD).returncode == 0
        assert ("LANICI", "VIA") in desk.registry().index.dwellings.official
    checked = run("check", cwd=tmp_path, **PASSWORD).stdout
    assert "operator OP01: email not as imported; the configuration wins" in checked
    assert "Quintarelli" not in checked
    both = run("registry", "import", "r.csv", "--streets", "s.csv", cwd=tmp_path, **PASSWORD)
    assert "one at a time" in complaint(both)


def test_buildings(tmp_path: Path) -> None:
    """Replaced whole, what is odd told by line, shown by status; a broken table leaves the one before."""
    SmallOffice(tmp_path)
    (tmp_path / "r.csv").write_text(export("ANNA"))
    heading = "via;dal;quartiere;email;alloggi\n"
    (tmp_path / "b.csv").write_text(
        f"{heading}Via Robinie;14;Zaist;t@cooperativa.example;18\nVia Gelsi;3;Zaist;t@cooperativa.example;\n"
    )
    assert run("registry", "import", "r.csv", cwd=tmp_path, **PASSWORD).returncode == 0
    done = run("registry", "import", "--buildings", "b.csv", cwd=tmp_path, **PASSWORD)
    assert "buildings: 2 imported, visited by 1 tutor; notices to tutors are off" in done.stdout
    assert "b.csv: line 3, column alloggi: no number of dwellings: no notice leaves for it" in done.stderr
    (tmp_path / "b.csv").write_text(heading)
    assert "no building in it" in complaint(run("registry", "import", "--buildings", "b.csv", cwd=tmp_path, **PASSWORD))
    assert "buildings: 2 imported, visited by 1 tutor" in run("registry", "status", cwd=tmp_path, **PASSWORD).stdout
    both = run("registry", "import", "r.csv", "--buildings", "b.csv", cwd=tmp_path, **PASSWORD)
    assert "one at a time" in complaint(both)


def test_check_says_of_how_many_buildings_nobody_will_hear(tmp_path: Path) -> None:
    """Once notices are on: without a table of none, and of those that lack something; never which."""
    office = SmallOffice(tmp_path, '[notices]\nbuildings = true\ntutor_addresses = ["t@cooperativa.example"]')
    with office.desk():
        assert "there is no table" in run("check", cwd=tmp_path, **PASSWORD).stdout
    (tmp_path / "b.csv").write_text(
        "via;dal;quartiere;email;alloggi\nVia Robinie;14;Zaist;t@cooperativa.example;18\n"
        "Via Gelsi;3;Zaist;t@cooperativa.example;4\nVia Gelsi;5;Zaist;x@cooperativa.example;40\n"
    )
    done = run("registry", "import", "--buildings", "b.csv", cwd=tmp_path, **PASSWORD)
    assert "line 4, column email: not in [notices] tutor_addresses" in done.stderr
    assert "notices to tutors are on" in done.stdout
    checked = run("check", cwd=tmp_path, **PASSWORD).stdout
    assert "buildings: no notice for 1 of 3: too_few_dwellings" in checked
    assert "buildings: no notice for 1 of 3: tutor_not_allowed" in checked
    assert "Gelsi" not in checked
