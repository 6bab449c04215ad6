"""Small networks with the inputs and outputs of DWPose's, a picture, and the people that
DWPose's steps find in it: python dwpose_reference.py

Made with onnx 1.23, onnxruntime 1.32, opencv-python-headless 5.0.0 and numpy 2.4.6. The networks
give fixed answers but for what proves that they are fed rightly: one person is found only where the
letterbox is filled with 114, another one where the picture is bright enough, and the nose lies where
a red line crosses a green one.
"""
import json
import cv2
import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper, numpy_helper

rng = np.random.default_rng(5)


def save(name, nodes, constants, shape_in, outputs):
    graph = helper.make_graph(
        nodes, name, [helper.make_tensor_value_info("input", TensorProto.FLOAT, shape_in)],
        [helper.make_tensor_value_info(n, TensorProto.FLOAT, s) for n, s in outputs],
        [numpy_helper.from_array(np.asarray(v), k) for k, v in constants.items()])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    onnx.checker.check_model(model)
    onnx.save(model, name + ".onnx")


def detector():
    cells, rows = 8400, []

    def box(x, y, w, h, sure, kind):
        cell = 6400 + 1600 + int(y // 32) * 20 + int(x // 32)
        row = np.zeros(85, np.float32)
        row[:5] = [x / 32 - x // 32, y / 32 - y // 32, np.log(w / 32), np.log(h / 32), sure]
        row[5 + kind] = 0.9
        rows.append((cell, row))

    box(240, 230, 180, 330, 0.9, 0)   # a person
    box(262, 236, 180, 320, 0.8, 0)   # the same one again
    box(450, 250, 120, 300, 0.6, 0)   # another
    box(120, 420, 90, 90, 0.95, 2)    # a car
    box(560, 120, 60, 140, 0.0, 0)    # as sure as the picture is bright at (300, 100)
    box(80, 120, 60, 150, 0.0, 0)     # as sure as the corner of the letterbox
    index = np.array([[0, c] for c, _ in rows], np.int64)
    fed = np.zeros((len(rows), 85), np.float32)
    constants = {
        "index": index, "rows": np.stack([r for _, r in rows]),
        "shape": np.array([1, cells, 85], np.int64), "full": np.float32(255),
        "at": np.array([[4, 4], [5, 4]], np.int64),
        "pick": np.array([[0, 0, 100, 300], [0, 2, 639, 639]], np.int64)}
    nodes = [
        helper.make_node("GatherND", ["input", "pick"], ["values"]),
        helper.make_node("Div", ["values", "full"], ["sure"]),
        helper.make_node("ScatterND", ["rows", "at", "sure"], ["fed"]),
        helper.make_node("ConstantOfShape", ["shape"], ["zeros"]),
        helper.make_node("ScatterND", ["zeros", "index", "fed"], ["output"])]
    save("yolox_l", nodes, constants, [1, 3, 640, 640], [("output", [1, cells, 85])])


def points():
    scores = rng.uniform(0.05, 1, 132).astype(np.float32)
    scores[[4, 5]] = 0.9              # both shoulders, so that there is a neck
    scores[90:111] = 0.1              # no left hand
    nodes, constants = [], {"levels": np.array([0, 1], np.float32), "scores": scores[:, None]}
    outputs = []
    for axis, (channel, reduced, places) in {"x": (0, 2, 576), "y": (1, 3, 768)}.items():
        constants |= {
            f"{axis}.at": rng.integers(0, places, 132), f"{axis}.depth": np.int64(places),
            f"{axis}.channel": np.array([channel], np.int64),
            f"{axis}.scales": np.array([1, 1, 2], np.float32),
            "batch": np.array([0], np.int64)}
        nodes += [
            helper.make_node("Gather", ["input", f"{axis}.channel"], [f"{axis}.plane"], axis=1),
            helper.make_node("ReduceMean", [f"{axis}.plane"], [f"{axis}.mean"], axes=[reduced], keepdims=0),
            helper.make_node("Resize", [f"{axis}.mean", "", f"{axis}.scales"], [f"{axis}.first"],
                             mode="nearest", nearest_mode="floor",
                             coordinate_transformation_mode="asymmetric"),
            helper.make_node("OneHot", [f"{axis}.at", f"{axis}.depth", "levels"], [f"{axis}.hot"]),
            helper.make_node("Mul", [f"{axis}.hot", "scores"], [f"{axis}.likely"]),
            helper.make_node("Unsqueeze", [f"{axis}.likely", "batch"], [f"{axis}.rest"]),
            helper.make_node("Concat", [f"{axis}.first", f"{axis}.rest"], [f"simcc_{axis}"], axis=1)]
        outputs.append((f"simcc_{axis}", [1, 133, places]))
    save("dw-ll_ucoco_384", nodes, constants, [1, 3, 384, 288], outputs)


def picture():
    y, x = np.mgrid[:240, :320]
    image = np.stack([x // 8, y // 6, (x + y) // 12], 2).astype(np.uint8)
    image[:, 112:115, 0] = 250
    image[70:73, :, 1] = 250
    image[40:60, 140:160] = 200
    cv2.imwrite("photo.png", image[:, :, ::-1])
    return image


def people(image):
    ratio = min(640 / image.shape[0], 640 / image.shape[1])
    size = (int(image.shape[1] * ratio), int(image.shape[0] * ratio))
    box = np.full((640, 640, 3), 114, np.uint8)
    box[:size[1], :size[0]] = cv2.resize(image, size, interpolation=cv2.INTER_LINEAR)
    session = onnxruntime.InferenceSession("yolox_l.onnx")
    out = session.run(None, {"input": box.transpose(2, 0, 1)[None].astype(np.float32)})[0][0]
    grid = np.concatenate([np.stack(np.meshgrid(np.arange(640 // s), np.arange(640 // s)), 2).reshape(-1, 2) for s in (8, 16, 32)])
    stride = np.concatenate([np.full(((640 // s) ** 2, 1), s) for s in (8, 16, 32)])
    center, half = (out[:, :2] + grid) * stride, np.exp(out[:, 2:4]) * stride / 2
    boxes, scores = np.concatenate([center - half, center + half], 1) / ratio, out[:, 4] * out[:, 5]
    found = []
    for i in np.argsort(-scores, kind="stable"):
        if scores[i] > 0.3 and all(overlap(boxes[i], boxes[j]) <= 0.45 for j in found):
            found.append(i)
    return boxes[found], scores[found]


def overlap(a, b):
    w, h = np.minimum(a[2:], b[2:]) - np.maximum(a[:2], b[:2]) + 1
    common = max(0, w) * max(0, h)
    area = lambda c: (c[2] - c[0] + 1) * (c[3] - c[1] + 1)
    return common / (area(a) + area(b) - common)


def joints(image, box):
    center, scale = (box[:2] + box[2:]) / 2, (box[2:] - box[:2]) * 1.25
    w, h = scale
    scale = np.array([w, w / 0.75]) if w > h * 0.75 else np.array([h * 0.75, h])
    k = 288 / scale[0]
    warp = np.array([[k, 0, 144 - k * center[0]], [0, k, 192 - k * center[1]]])
    part = cv2.warpAffine(image, warp, (288, 384), flags=cv2.INTER_LINEAR).astype(np.float32)
    part = (part - [123.675, 116.28, 103.53]) / [58.395, 57.12, 57.375]
    session = onnxruntime.InferenceSession("dw-ll_ucoco_384.onnx")
    x, y = session.run(None, {"input": part.transpose(2, 0, 1)[None].astype(np.float32)})
    place = np.stack([x[0].argmax(1), y[0].argmax(1)], 1) / 2
    place = place / [288, 384] * scale + center - scale / 2
    info = np.concatenate([place, np.minimum(x[0].max(1), y[0].max(1))[:, None]], 1)
    neck = info[[5, 6]].mean(0)
    neck[2] = float(info[5, 2] > 0.3 and info[6, 2] > 0.3)
    info = np.insert(info, 17, neck, 0)
    info[[1, 2, 3, 4, 6, 7, 8, 9, 10, 12, 13, 14, 15, 16, 17]] = info[[17, 6, 8, 10, 7, 9, 12, 14, 16, 13, 15, 2, 1, 4, 3]]
    return {"body": info[:18].tolist(), "face": info[24:92].tolist(),
            "left": info[92:113].tolist(), "right": info[113:134].tolist()}


detector()
points()
photo = picture()
boxes, scores = people(photo)
json.dump({"boxes": np.column_stack([boxes, scores]).tolist(), "people": [joints(photo, b) for b in boxes]},
          open("dwpose.json", "w"))
print(np.column_stack([boxes, scores]))
