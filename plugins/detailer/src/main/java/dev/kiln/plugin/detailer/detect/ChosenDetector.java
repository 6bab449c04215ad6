package dev.kiln.plugin.detailer.detect;

import java.nio.file.Path;
import java.util.List;

/**
 * A detector that a unit names.
 *
 * @param title as the infotext tells it: {@code face_yolov8n.onnx}, {@code
 *     seg_ade20k_scenes:person}
 * @param classes that are looked for, by name or number; none for all
 */
public record ChosenDetector(Path file, String title, List<String> classes) {}
