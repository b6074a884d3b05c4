import os
from pathlib import Path

from tracking.theming.brand_dir import MAX_BYTES, read_folder


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
        "private/deep/c.png": "leads out of the folder",
        "private/key.png": "leads out of the folder",
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
