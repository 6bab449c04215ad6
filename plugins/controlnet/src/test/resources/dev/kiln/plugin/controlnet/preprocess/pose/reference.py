"""pose.png of pose.json by OpenCV, in OpenPose's convention as sd-webui-controlnet draws it.

Made with opencv-python-headless 5.0.0: python reference.py
"""
import colorsys
import json
import math
import cv2
import numpy as np

COLORS = [(255, 0, 0), (255, 85, 0), (255, 170, 0), (255, 255, 0), (170, 255, 0), (85, 255, 0),
          (0, 255, 0), (0, 255, 85), (0, 255, 170), (0, 255, 255), (0, 170, 255), (0, 85, 255),
          (0, 0, 255), (85, 0, 255), (170, 0, 255), (255, 0, 255), (255, 0, 170), (255, 0, 85)]
LIMBS = [(2, 3), (2, 6), (3, 4), (4, 5), (6, 7), (7, 8), (2, 9), (9, 10), (10, 11), (2, 12),
         (12, 13), (13, 14), (2, 1), (1, 15), (15, 17), (1, 16), (16, 18)]
BONES = [(0 if k == 0 else 4 * f + k, 4 * f + k + 1) for f in range(5) for k in range(4)]


def points(numbers, width, height):
    found = [(x, y) if c >= 1 else None for x, y, c in zip(*[iter(numbers or [])] * 3)]
    shares = all(abs(p[0]) <= 1 and abs(p[1]) <= 1 for p in found if p)
    return [p and ((p[0] * width, p[1] * height) if shares else p) for p in found]


def inside(point):
    return point and int(point[0]) > 0.01 and int(point[1]) > 0.01


def draw(pose):
    width, height = pose["canvas_width"], pose["canvas_height"]
    canvas = np.zeros((height, width, 3), np.uint8)
    for person in pose["people"]:
        body = points(person["pose_keypoints_2d"], width, height)
        for (a, b), color in zip(LIMBS, COLORS):
            p, q = body[a - 1], body[b - 1]
            if p and q:
                center = (int((p[0] + q[0]) / 2), int((p[1] + q[1]) / 2))
                angle = int(math.degrees(math.atan2(p[1] - q[1], p[0] - q[0])))
                axes = (int(math.dist(p, q) / 2), 4)
                cv2.fillConvexPoly(canvas, cv2.ellipse2Poly(center, axes, angle, 0, 360, 1), color)
        canvas = (canvas * 0.6).astype(np.uint8)
        for p, color in zip(body, COLORS):
            if p:
                cv2.circle(canvas, (int(p[0]), int(p[1])), 4, color, -1)
        for side in ("left", "right"):
            hand = points(person[f"hand_{side}_keypoints_2d"], width, height)
            for i, (a, b) in enumerate(BONES if hand else []):
                if inside(hand[a]) and inside(hand[b]):
                    color = [255 * c for c in colorsys.hsv_to_rgb(i / 20, 1, 1)]
                    cv2.line(canvas, tuple(map(int, hand[a])), tuple(map(int, hand[b])), color, 2)
            for p in filter(inside, hand):
                cv2.circle(canvas, (int(p[0]), int(p[1])), 4, (0, 0, 255), -1)
        for p in filter(inside, points(person["face_keypoints_2d"], width, height)):
            cv2.circle(canvas, (int(p[0]), int(p[1])), 3, (255, 255, 255), -1)
    return canvas


if __name__ == "__main__":
    for name in ("pose", "pixels"):
        cv2.imwrite(name + ".png", draw(json.load(open(name + ".json")))[:, :, ::-1])
