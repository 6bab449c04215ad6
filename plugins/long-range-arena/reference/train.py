"""Train the five networks of Kiln's Long Range Arena, and write what Kiln needs to evaluate them.

    python3 -m venv venv && venv/bin/pip install -r requirements.txt
    venv/bin/python train.py --out ../src/main/resources/dev/kiln/plugin/longrangearena

For each task it writes NAME.onnx, with the weights in it, and NAME.safetensors: examples that were not trained on,
their labels, and this script's own logits, to which Kiln's are compared.
"""

import argparse
import json
import pathlib
import time

import numpy as np
import torch
from safetensors.numpy import save_file
from torch.nn import functional

import model
from tasks import Task, all_tasks

HELD_OUT, BATCH = 256, 32


def examples(task: Task, count: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    return examples_of(task, count, np.random.default_rng([seed, *task.name.encode()]))


def examples_of(task: Task, count: int, random: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    pairs = [task.sample(random) for _ in range(count)]
    return np.stack([tokens for tokens, _ in pairs]), np.array([label for _, label in pairs])


def logits_of(network: torch.nn.Module, tokens: np.ndarray) -> torch.Tensor:
    rows = torch.from_numpy(tokens)
    return network(rows.reshape(-1, rows.shape[-1]))


def logits_in_parts(network: torch.nn.Module, tokens: np.ndarray) -> torch.Tensor:
    network.eval()
    with torch.no_grad():
        return torch.cat([logits_of(network, tokens[at : at + 64]) for at in range(0, len(tokens), 64)])


def loss_of(task: Task, network: model.Encoder, random: np.random.Generator) -> torch.Tensor:
    tokens, labels = examples_of(task, BATCH, random)
    return functional.cross_entropy(logits_of(network, tokens), torch.from_numpy(labels))


def traced_loss(
    task: Task, network: model.Encoder, helper: torch.nn.Module, random: np.random.Generator
) -> torch.Tensor:
    """The answer, and for each cell whether its curve is the first mark's, from which the answer follows."""
    samples = zip(*(task.traced(random) for _ in range(BATCH)))
    tokens, labels, traces = (torch.from_numpy(np.stack(part)) for part in samples)
    x = network.encode(tokens)
    cells = functional.cross_entropy(helper(x).flatten(0, 1), traces.flatten(), ignore_index=-1)
    return functional.cross_entropy(network.answer(x), labels) + 2 * cells


def train(task: Task, steps: int, minutes: float, start: pathlib.Path | None) -> tuple[model.Encoder, dict]:
    torch.manual_seed(1)
    watched, known = examples(task, HELD_OUT, seed=3)
    network = model.Encoder(task)
    if start:
        network.load_state_dict(torch.load(start / f"{task.name}.pt"))
    helper = torch.nn.Linear(model.WIDTH, 2)
    weights = [*network.parameters(), *helper.parameters()]
    optimizer = torch.optim.AdamW(weights, lr=1e-3, weight_decay=0.01)
    # Each step has examples of its own, so that none can be learnt by heart.
    random = np.random.default_rng([2 if start else 1, *task.name.encode()])
    began, running = time.time(), 0.0
    for step in range(steps):
        # The rate rises for 100 steps, then falls to nothing with whichever ends first, steps or minutes.
        done = max(step / steps, (time.time() - began) / 60 / minutes)
        if done >= 1:
            break
        for group in optimizer.param_groups:
            group["lr"] = 2e-3 * min(1, (step + 1) / 100) * (1 - done)
        network.train()
        loss = traced_loss(task, network, helper, random) if task.traced else loss_of(task, network, random)
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(weights, 1.0)
        optimizer.step()
        running = 0.98 * running + 0.02 * loss.item() if step else loss.item()
        if step % 100 == 99:
            right = (logits_in_parts(network, watched).argmax(-1).numpy() == known).mean()
            passed = time.time() - began
            print(f"{task.name}: step {step + 1} loss {running:.3f} accuracy {right:.3f} {passed:.0f} s", flush=True)
    return network, {"steps": step + 1, "seconds": round(time.time() - began)}


def write(task: Task, network: model.Encoder, said: dict, out: pathlib.Path) -> None:
    with torch.no_grad():
        # Half of the bits are zeros then, which a jar packs away.
        for weight in network.parameters():
            weight.copy_(weight.bfloat16())
    tokens, labels = examples(task, HELD_OUT, seed=4)
    logits = logits_in_parts(network, tokens).numpy()
    rows = tokens.reshape(-1, tokens.shape[-1])
    # float16 holds whole numbers up to 2048 exactly.
    save_file(
        {"tokens": rows.astype(np.float16), "labels": labels.astype(np.float16), "logits": logits},
        out / f"{task.name}.safetensors",
    )
    export(network, torch.from_numpy(rows[:4]), out / f"{task.name}.onnx")
    said |= {
        "task": task.name,
        "tokens": task.tokens,
        "vocabulary": task.vocabulary,
        "classes": task.classes,
        "documents": task.documents,
        "accuracy": float((logits.argmax(-1) == labels).mean()),
        "chance": float(np.bincount(labels).max() / len(labels)),
    }
    (out / f"{task.name}.json").write_text(json.dumps(said, indent=2) + "\n")
    print(json.dumps(said), flush=True)


def export(network: model.Encoder, tokens: torch.Tensor, path: pathlib.Path) -> None:
    torch.onnx.export(
        network.eval(),
        (tokens,),
        path,
        dynamo=False,
        opset_version=17,
        input_names=["tokens"],
        output_names=["logits"],
        dynamic_axes={"tokens": {0: "rows", 1: "tokens"}, "logits": {0: "answers"}},
    )


def main() -> None:
    names = [task.name for task in all_tasks()]
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=pathlib.Path, required=True)
    parser.add_argument("--tasks", nargs="*", default=names, choices=names)
    parser.add_argument("--steps", type=int, default=2000)
    parser.add_argument("--minutes", type=float, default=60, help="the most for each task")
    parser.add_argument("--keep", type=pathlib.Path, help="a folder for NAME.pt, from which a later run can go on")
    parser.add_argument("--start", type=pathlib.Path, help="the folder that an earlier run kept, to go on from")
    asked = parser.parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    known = {task.name: task for task in all_tasks()}
    for name in asked.tasks:
        network, said = train(known[name], asked.steps, asked.minutes, asked.start)
        if asked.keep:
            asked.keep.mkdir(parents=True, exist_ok=True)
            torch.save(network.state_dict(), asked.keep / f"{name}.pt")
        write(known[name], network, said, asked.out)


if __name__ == "__main__":
    main()
