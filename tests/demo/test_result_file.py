from io import BufferedReader

from tracking.demo.result_file import ResultFile, ResultStream


def test_file_is_read_by_several_while_it_is_written() -> None:
    file = ResultFile()
    file.write(b"one\n")
    first, second = BufferedReader(ResultStream(file)), BufferedReader(ResultStream(file))
    assert first.readline() == b"one\n"
    file.write(b"two\n")
    assert second.read() == b"one\ntwo\n"
    assert first.read() == b"two\n"
    assert file.size == 8


def test_a_part_is_read() -> None:
    file = ResultFile()
    file.write(b"one\ntwo\n")
    assert BufferedReader(ResultStream(file, 2, 5)).read() == b"e\nt"
    assert BufferedReader(ResultStream(file, 4)).read() == b"two\n"
