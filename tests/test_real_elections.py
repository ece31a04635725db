"""The winners of three real elections by Equal Shares, where their files stand beside the project."""

from pathlib import Path

import pytest

from shangliang.analysis import choosing

ELECTIONS = Path(__file__).resolve().parents[2] / "shared" / "data" / "pabulib"
if not ELECTIONS.exists():
    pytest.skip("the real elections are not here", allow_module_level=True)


@pytest.mark.parametrize(
    "name", ["Netherlands_Assen_2024", "Poland_Swiecie_2023", "Poland_Wieliczka_2023_Green_Budget"]
)
def test_real_winners(name: str) -> None:
    """Utility by cost, money raised by one until the next step would overspend, nothing added by votes."""
    election = choosing.read((ELECTIONS / f"{name}.pb").read_bytes())
    real = {project.id for project in election.projects if project.selected}
    choice = choosing.choose(election, "equal-shares")
    assert {winner.id for winner in choice.winners} == real
    assert (choice.utility, choice.completion) == ("cost", "add1")


def test_votes_are_those_the_files_tell() -> None:
    """Every project has as many votes as the column of its file says."""
    for path in sorted(ELECTIONS.glob("*.pb")):
        election = choosing.read(path.read_bytes())
        lines = path.read_text(encoding="utf-8").splitlines()
        at = lines.index("PROJECTS") + 1
        column = lines[at].split(";").index("votes")
        told = [int(line.split(";")[column]) for line in lines[at + 1 : lines.index("VOTES")]]
        assert [election.votes(c) for c in range(len(election.projects))] == told
