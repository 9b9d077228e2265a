"""What a worker counts of itself, when several of its threads begin at once."""

from tocsin.web.api.worker_metrics import WorkerMetrics


def test_a_second_thread_may_answer_while_the_first_opens_the_counts_of_a_route():
    """Whatever the second finds in one table, the other has too: a request must not end in a 500 for that."""
    measures = WorkerMetrics()

    class Switching:
        """Whatever makes a count lets another thread run first."""

        def __init__(self, made):
            self.made, self.switched = made, False

        def labels(self, *names):
            if not self.switched:
                self.switched = True
                measures.count_answer("check", 200, 0.5)
            return self.made.labels(*names)

    measures._requests = Switching(measures._requests)
    measures._seconds = Switching(measures._seconds)
    measures.count_answer("check", 200, 0.5)
    assert 'tocsin_api_requests_total{route="check",status="200"} 3.0' in measures.render_text().decode()
