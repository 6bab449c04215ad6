"""Writes the detectors of these tests and what they find.

pip install numpy onnx pillow opencv-python-headless; python reference.py

Each network takes a picture [1, 3, 64, 64] and gives numbers that are fixed in its file. What they mean is computed
here by the formulas of ultralytics (its non_max_suppression, scale_boxes, process_mask_native and LetterBox) in numpy
and OpenCV, for a picture of 96x48 pixels.
"""
import json
from pathlib import Path

import cv2
import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from PIL import Image, ImageDraw

HERE = Path(__file__).parent
SIDE = 64
WIDTH, HEIGHT = 96, 48
CELLS = 8 * 8 + 4 * 4 + 2 * 2
CONFIDENCE, SAME = 0.3, 0.7


def write(name, outputs, names=None):
    nodes = [
        helper.make_node("Constant", [], [key], value=numpy_helper.from_array(value.astype(np.float32), key))
        for key, value in outputs.items()
    ]
    graph = helper.make_graph(
        nodes,
        "detector",
        [helper.make_tensor_value_info("images", TensorProto.FLOAT, [1, 3, SIDE, SIDE])],
        [helper.make_tensor_value_info(key, TensorProto.FLOAT, value.shape) for key, value in outputs.items()],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)])
    model.ir_version = 8
    if names:
        helper.set_model_props(model, {"names": str(names), "task": "detect"})
    onnx.save(model, HERE / f"{name}.onnx")


def boxes(random, count):
    """Centers and sizes in the network's picture: some apart, each third one nearly the same as the one before."""
    xywh = np.empty((count, 4))
    for i in range(count):
        if i % 3 == 2:
            xywh[i] = xywh[i - 1] + random.normal(0, 0.4, 4)
        else:
            xywh[i] = [*random.uniform([6, 20], [58, 44]), *random.uniform(5, 26, 2)]
    return xywh


def scores(random, count, classes):
    """Of a box that is nearly the same as the one before, nearly the same."""
    chances = random.uniform(0, 1, (count, classes)) ** 9
    chances[2::3] = chances[1::3][: len(chances[2::3])] * random.uniform(0.8, 1, (len(chances[2::3]), 1))
    return chances


def corners(xywh):
    return np.concatenate([xywh[:, :2] - xywh[:, 2:] / 2, xywh[:, :2] + xywh[:, 2:] / 2], 1)


def overlap(one, other):
    inside = np.clip(np.minimum(one[2:], other[2:]) - np.maximum(one[:2], other[:2]), 0, None).prod()
    return inside / ((one[2:] - one[:2]).prod() + (other[2:] - other[:2]).prod() - inside)


def suppressed(xyxy, confidence, kind):
    """Places of what is kept, those first that are surest; classes do not suppress each other."""
    kept = []
    for i in np.argsort(-confidence, kind="stable"):
        if confidence[i] > CONFIDENCE and all(
            kind[i] != kind[j] or overlap(xyxy[i], xyxy[j]) <= SAME for j in kept
        ):
            kept.append(i)
    assert 0 < len(kept) < (confidence > CONFIDENCE).sum(), "nothing is suppressed"
    return kept


def of_picture(xyxy):
    gain = min(SIDE / HEIGHT, SIDE / WIDTH)
    pad = [round((SIDE - WIDTH * gain) / 2 - 0.1), round((SIDE - HEIGHT * gain) / 2 - 0.1)]
    moved = (xyxy - np.array([*pad, *pad])) / gain
    return np.clip(moved, 0, [WIDTH, HEIGHT, WIDTH, HEIGHT])


def found(xyxy, confidence, kind, kept):
    moved = of_picture(xyxy)
    return [[*map(float, moved[i]), float(confidence[i]), int(kind[i])] for i in kept]


def bilinear(plane, height, width):
    """torch.nn.functional.interpolate(mode="bilinear", align_corners=False)"""

    def taps(size, wanted):
        at = np.clip((np.arange(wanted) + 0.5) * size / wanted - 0.5, 0, None)
        low = np.minimum(at.astype(int), size - 1)
        return low, np.minimum(low + 1, size - 1), at - low

    y0, y1, fy = taps(plane.shape[0], height)
    x0, x1, fx = taps(plane.shape[1], width)
    rows = plane[y0] * (1 - fy[:, None]) + plane[y1] * fy[:, None]
    return rows[:, x0] * (1 - fx) + rows[:, x1] * fx


def segments(prototypes, weights, in_picture):
    """process_mask_native: prototypes [32, h, w], weights [n, 32], boxes in the picture."""
    _, mh, mw = prototypes.shape
    gain = min(mh / HEIGHT, mw / WIDTH)
    across, down = (mw - WIDTH * gain) / 2, (mh - HEIGHT * gain) / 2
    top, left = round(down - 0.1), round(across - 0.1)
    bottom, right = mh - round(down + 0.1), mw - round(across + 0.1)
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH]
    masks = []
    for row, box in zip(weights, in_picture):
        logits = np.tensordot(row, prototypes, 1)[top:bottom, left:right]
        inside = (x >= box[0]) & (x < box[2]) & (y >= box[1]) & (y < box[3])
        masks.append((bilinear(logits, HEIGHT, WIDTH) > 0) & inside)
    return masks


def save(name, masks):
    """One below the other."""
    Image.fromarray(np.concatenate(masks).astype(np.uint8) * 255).save(HERE / f"{name}.png")


def rectangle(box):
    mask = Image.new("L", (WIDTH, HEIGHT), 0)
    ImageDraw.Draw(mask).rectangle(box[:4], fill=255)
    return np.array(mask) > 0


def letterboxed(picture, side, stride=0):
    """ultralytics' LetterBox: to a square, or with as little padding as makes both sides multiples of a stride."""
    h, w = picture.shape[:2]
    r = min(side / h, side / w)
    new_w, new_h = round(w * r), round(h * r)
    dw, dh = side - new_w, side - new_h
    if stride:
        dw, dh = dw % stride, dh % stride
    dw, dh = dw / 2, dh / 2
    small = cv2.resize(picture, (new_w, new_h), interpolation=cv2.INTER_LINEAR)
    return cv2.copyMakeBorder(
        small,
        round(dh - 0.1),
        round(dh + 0.1),
        round(dw - 0.1),
        round(dw + 0.1),
        cv2.BORDER_CONSTANT,
        value=(114, 114, 114),
    )


def main():
    random = np.random.default_rng(7)
    expected = {}

    xywh, cls = boxes(random, CELLS), scores(random, CELLS, 3)
    xyxy, kind, sure = corners(xywh), cls.argmax(1), cls.max(1)
    write("yolov8", {"output0": np.concatenate([xywh, cls], 1).T[None]}, {0: "face", 1: "hand", 2: "it's a person"})
    write("yolov8-rows", {"output0": np.concatenate([xywh, cls], 1)[None]})
    kept = suppressed(xyxy, sure, kind)
    expected["yolov8"] = expected["yolov8-rows"] = found(xyxy, sure, kind, kept)
    save("rectangles", [rectangle(box) for box in expected["yolov8"]])

    for name, classes in (("yolov5", 3), ("yolov5-one", 1)):
        xywh, cls = boxes(random, 3 * CELLS), scores(random, 3 * CELLS, classes)
        sure = random.uniform(0.6, 1, (3 * CELLS, 1))
        write(name, {"output": np.concatenate([xywh, sure, cls], 1)[None]})
        both = (cls * sure).max(1)
        xyxy, kind = corners(xywh), cls.argmax(1)
        expected[name] = found(xyxy, both, kind, suppressed(xyxy, both, kind))

    prototypes = random.normal(0, 1, (32, 16, 16))
    prototypes = np.stack([cv2.GaussianBlur(it, (0, 0), 2) for it in prototypes])
    for name, count in (("yolov8-seg", CELLS), ("end2end-seg", 20)):
        xywh, cls, weights = boxes(random, count), scores(random, count, 2), random.normal(0, 1, (count, 32))
        xyxy, kind, sure = corners(xywh), cls.argmax(1), cls.max(1)
        if name == "yolov8-seg":
            rows = np.concatenate([xywh, cls, weights], 1).T
            kept = suppressed(xyxy, sure, kind)
        else:
            rows = np.concatenate([xyxy, sure[:, None], kind[:, None], weights], 1)
            kept = [i for i in np.argsort(-sure, kind="stable") if sure[i] > CONFIDENCE]
        write(name, {"output0": rows[None], "output1": prototypes[None]})
        expected[name] = found(xyxy, sure, kind, kept)
        save(name, segments(prototypes, weights[kept], of_picture(xyxy)[kept]))

    xyxy, sure = corners(boxes(random, 20)), random.uniform(0, 1, 20)
    kind = random.integers(0, 3, 20)
    write("end2end", {"output0": np.concatenate([xyxy, sure[:, None], kind[:, None]], 1)[None]})
    kept = [i for i in np.argsort(-sure, kind="stable") if sure[i] > CONFIDENCE]
    expected["end2end"] = found(xyxy, sure, kind, kept)

    (HERE / "boxes.json").write_text(json.dumps(expected))

    picture = random.integers(0, 256, (5, 12, 3)).astype(np.uint8)
    picture = cv2.resize(picture, (90, 37), interpolation=cv2.INTER_CUBIC)
    Image.fromarray(picture).save(HERE / "picture.png")
    Image.fromarray(letterboxed(picture, 64)).save(HERE / "letterbox-square.png")
    Image.fromarray(letterboxed(picture, 128, 32)).save(HERE / "letterbox-free.png")


main()
