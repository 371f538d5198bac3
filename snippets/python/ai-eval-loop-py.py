# name: Evaluation loop (Python) / 评估循环（Python）
# description: A whole program without packages: runs a file of cases against a chat API and reports accuracy, latency and errors / 无需任何依赖的完整程序：用一组用例调用聊天接口，报告准确率、延迟与错误
# prefix: ai-eval-loop-py
# terms: evaluation, accuracy, latency, diversity, distinct-n
# file-template: true
# stop 1: gemma3:4b
# stop 2 x2: cases.jsonl
# stop 3 after CONCURRENCY =: 4
# stop 4 after MAX_ATTEMPTS =: 4
# stop 5 after TIMEOUT_SECONDS =: 60
# stop 6 after BACKOFF_SECONDS =: 0.5
#region snippet
"""Evaluates a chat model: accuracy over all cases, latency percentiles, diversity.

Run it: python this_file.py cases.jsonl
Each line of the cases: {"prompt": "What is the capital of France?", "expected": "Paris"}
"""
import json
import math
import os
import random
import sys
import time
import unicodedata
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Optional

# A server with OpenAI's chat API; unless another is named, Ollama on this computer.
SERVER = os.environ.get("OPENAI_BASE_URL", "http://127.0.0.1:11434/v1")
API_KEY = os.environ.get("OPENAI_API_KEY", "none")
MODEL = "gemma3:4b"
CONCURRENCY = 4  # Requests on their way at once.
MAX_ATTEMPTS = 4
TIMEOUT_SECONDS = 60
BACKOFF_SECONDS = 0.5  # The longest wait before the first retry; it doubles with each.


@dataclass
class Outcome:
    """What became of a case. One that failed has an error and neither answer nor latency."""

    prompt: str
    expected: str
    answer: Optional[str] = None
    error: Optional[str] = None
    latency: Optional[float] = None  # Seconds, of the attempt that succeeded.

    @property
    def correct(self) -> bool:
        return self.answer is not None and normalize(self.answer) == normalize(self.expected)


def normalize(text: str) -> str:
    """Case, blanks, full width and a full stop at the end make no difference."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split()).rstrip(".。")


def read_cases(file: str) -> list:
    cases = []
    with open(file, encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            try:
                case = json.loads(line)
                cases.append((str(case["prompt"]), str(case["expected"])))
            except (ValueError, KeyError, TypeError) as error:
                sys.exit(f'{file}:{number}: "prompt" and "expected" have to be texts ({error!r})')
    return cases or sys.exit(f"{file} has no cases")


def ask(prompt: str) -> str:
    messages = [
        {"role": "system", "content": "Reply with the answer only."},
        {"role": "user", "content": prompt},
    ]
    request = urllib.request.Request(
        f"{SERVER}/chat/completions",
        json.dumps({"model": MODEL, "messages": messages}).encode(),
        {"Content-Type": "application/json", "Authorization": f"Bearer {API_KEY}"},
    )
    with urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS) as response:
        return json.load(response)["choices"][0]["message"]["content"] or ""


def evaluate(case: tuple) -> Outcome:
    """Asks until there is an answer or no hope; raises nothing, so that failures are counted."""
    outcome = Outcome(*case)
    for attempt in range(MAX_ATTEMPTS):
        start = time.perf_counter()
        try:
            outcome.answer = ask(outcome.prompt)
            outcome.latency = time.perf_counter() - start
            outcome.error = None
            return outcome
        except urllib.error.HTTPError as error:
            outcome.error = f"{SERVER} answered {error.code}: {error.read().decode(errors='replace')}"
            if error.code != 429 and error.code < 500:
                return outcome
        except OSError as error:  # No connection, a broken one, or too late an answer.
            outcome.error = repr(error)
        except (ValueError, KeyError, IndexError, TypeError) as error:
            outcome.error = f"{SERVER} sent no chat completion: {error!r}"
            return outcome
        if attempt + 1 < MAX_ATTEMPTS:
            time.sleep(random.uniform(0, BACKOFF_SECONDS * 2**attempt))
    return outcome


def percentile(values: list, percent: float) -> Optional[float]:
    """By nearest rank; None where there are no values."""
    ranked = sorted(values)
    return ranked[math.ceil(len(ranked) * percent / 100) - 1] if ranked else None


def distinct(texts: list, n: int) -> Optional[float]:
    """Distinct n-grams by all n-grams (Li et al. 2016); None where there are none. Words stand between blanks."""
    grams = []
    for text in texts:
        words = normalize(text).split()
        grams += zip(*(words[i:] for i in range(n)))
    return len(set(grams)) / len(grams) if grams else None


def main(cases_file: str = "cases.jsonl") -> None:
    cases = read_cases(cases_file)
    with ThreadPoolExecutor(CONCURRENCY) as pool:
        outcomes = list(pool.map(evaluate, cases))
    answers = [outcome.answer for outcome in outcomes if outcome.answer is not None]
    latencies = [outcome.latency for outcome in outcomes if outcome.latency is not None]
    report = {
        "model": MODEL,
        "cases": len(outcomes),
        "errors": sum(outcome.error is not None for outcome in outcomes),
        # Of all cases: one that could not be answered counts as wrong.
        "accuracy": sum(outcome.correct for outcome in outcomes) / len(outcomes),
        "latency_seconds": {"p50": percentile(latencies, 50), "p95": percentile(latencies, 95)},
        "distinct": {"1": distinct(answers, 1), "2": distinct(answers, 2)},
        "failures": [vars(outcome) for outcome in outcomes if not outcome.correct],
    }
    print(json.dumps(report, indent=2, ensure_ascii=False))


if __name__ == "__main__":
    main(*sys.argv[1:])
#endregion snippet
