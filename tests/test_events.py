from modstead.events import Event


def test_listeners_hear_in_order_until_they_stop() -> None:
    heard: list[tuple[str, int]] = []
    event: Event[int] = Event()
    stop = event.listen(lambda value: heard.append(("first", value)))
    event.listen(lambda value: heard.append(("second", value)))
    event.emit(1)
    stop()
    stop()
    event.emit(2)
    assert heard == [("first", 1), ("second", 1), ("second", 2)]


def test_a_listener_may_stop_while_it_is_called() -> None:
    event: Event[int] = Event()
    heard: list[int] = []

    def once(value: int) -> None:
        heard.append(value)
        stop()

    stop = event.listen(once)
    event.emit(1)
    event.emit(2)
    assert heard == [1]
