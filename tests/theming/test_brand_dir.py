import os
from pathlib import Path

import pytest

from tests.permissions import unprivileged
from tracking.theming.brand_dir import MAX_BYTES, UnreadableFolderError, is_template, read_folder


def write(folder: Path, *names: str) -> Path:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(name, encoding="utf-8")
    return folder


def test_every_file_is_found_by_its_name(tmp_path: Path) -> None:
    write(tmp_path, "img/b.png", "a.css")
    assert list(read_folder(tmp_path).files) == ["a.css", "img/b.png"]


def test_missing_folder_has_no_files(tmp_path: Path) -> None:
    assert read_folder(tmp_path / "none").files == {}


def test_dot_files_are_ignored(tmp_path: Path) -> None:
    write(tmp_path, ".env", ".git/config", "img/.DS_Store", "img/a.png")
    found = read_folder(tmp_path)
    assert (list(found.files), found.refused) == (["img/a.png"], {})


def test_symbolic_link_is_followed_inside_of_the_folder_only(tmp_path: Path) -> None:
    brand = write(tmp_path / "brand", "img/a.png", "img/.secret", "more/b.png")
    write(tmp_path / "private", "key.png", "deep/c.png")
    (brand / "img" / "same.png").symlink_to("a.png")
    (brand / "img" / "out.png").symlink_to(tmp_path / "private" / "key.png")
    (brand / "img" / "hidden.png").symlink_to(".secret")
    (brand / "img" / "gone.png").symlink_to("nothing.png")
    (brand / "img" / "circle.png").symlink_to("circle.png")
    (brand / "linked").symlink_to("more")
    (brand / "private").symlink_to(tmp_path / "private")
    found = read_folder(brand)
    assert list(found.files) == ["img/a.png", "img/same.png", "linked/b.png", "more/b.png"]
    assert found.refused == {
        "img/circle.png": "is no file that can be read",
        "img/gone.png": "is no file that can be read",
        "img/hidden.png": "leads to a hidden file",
        "img/out.png": "leads out of the folder",
        "private": "leads out of the folder",
    }


def test_recursive_link_is_not_entered_again(tmp_path: Path) -> None:
    write(tmp_path, "img/a.png")
    (tmp_path / "img" / "again").symlink_to(tmp_path)
    assert set(read_folder(tmp_path).files) == {"img/a.png"}


def test_link_between_subfolders_is_followed(tmp_path: Path) -> None:
    write(tmp_path, "shared/a.png")
    (tmp_path / "static").symlink_to("shared")
    assert list(read_folder(tmp_path / "static", within=tmp_path).files) == ["a.png"]
    assert list(read_folder(tmp_path / "static").files) == ["a.png"]


def test_files_that_kubernetes_mounts_are_found(tmp_path: Path) -> None:
    write(tmp_path, "..2026_11_28/a.css")
    (tmp_path / "..data").symlink_to("..2026_11_28")
    (tmp_path / "a.css").symlink_to("..data/a.css")
    assert list(read_folder(tmp_path).files) == ["a.css"]


def test_unusable_files_are_refused_with_a_reason(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.png")
    write(tmp_path, "new\nline.png", "back\\slash.png")
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff.png")).write_text("x")
    with (tmp_path / "film.png").open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    found = read_folder(tmp_path)
    assert found.files == {}
    assert found.refused == {
        "?.png": "has a name that no address can have",
        "back\\slash.png": "has a name that no address can have",
        "film.png": "is larger than 5 MB",
        "new?line.png": "has a name that no address can have",
        "pipe.png": "is no file that can be read",
    }


def test_a_link_that_leads_out_is_not_entered(tmp_path: Path) -> None:
    brand = write(tmp_path / "brand", "a.css")
    outside = write(tmp_path / "outside", "b.css")
    (outside / "out").symlink_to(outside)
    (brand / "root").symlink_to("/")
    (brand / "outside").symlink_to(outside)
    (brand / "static").symlink_to("/")
    found = read_folder(brand)
    assert list(found.files) == ["a.css"]
    assert found.refused == dict.fromkeys(("outside", "root", "static"), "leads out of the folder")
    assert read_folder(brand / "static", within=brand).refused == {"": "leads out of the folder"}


def test_a_link_to_a_hidden_folder_is_not_entered(tmp_path: Path) -> None:
    write(tmp_path, ".git/config", "a.css")
    (tmp_path / "git").symlink_to(".git")
    assert read_folder(tmp_path).refused == {"git": "leads to a hidden folder"}


def test_links_that_make_endlessly_many_paths_of_few_files_end(tmp_path: Path) -> None:
    names = [f"folder{number:02}" for number in range(12)]
    for name in names:
        write(tmp_path, f"{name}/a.css")
    for name in names:
        for other in names:
            (tmp_path / name / other).symlink_to(tmp_path / other)
    found = read_folder(tmp_path)
    assert len(found.files) <= 2_000
    assert any("too much: 5000 files are looked at" in reason for reason in found.refused.values())


def test_folders_that_lie_too_deep_are_left_out(tmp_path: Path) -> None:
    write(tmp_path, "/".join(["deep"] * 30) + "/a.css", "/".join(["fine"] * 10) + "/a.css")
    found = read_folder(tmp_path)
    assert list(found.files) == ["/".join(["fine"] * 10) + "/a.css"]
    assert list(found.refused.values()) == ["lies too deep"]


@pytest.mark.parametrize("mode", [0o000, 0o444], ids=["closed", "listed only"])
def test_a_folder_that_may_not_be_read_is_named(mode: int) -> None:
    with unprivileged() as place:
        write(place, "img/a.png")
        (place / "img").chmod(mode)
        with pytest.raises(UnreadableFolderError, match=r"/img$"):
            read_folder(place)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("order.html", True),
        ("letters/letter.txt", True),
        ("letters/styles.css", True),
        ("letters/logo.png", False),
        ("readme.txt", False),
        ("site.css", False),
    ],
)
def test_pages_and_all_of_a_letter_are_templates(name: str, *, expected: bool) -> None:
    assert is_template(name) is expected
