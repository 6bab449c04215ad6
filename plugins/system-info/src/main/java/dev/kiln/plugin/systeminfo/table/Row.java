package dev.kiln.plugin.systeminfo.table;

import dev.kiln.spi.BadRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One row of the table: what it adds to the row before.
 *
 * @param name as {@code --rows} takes it
 * @param label what it adds
 * @param document the it/s that the document names for this row, by column: a GPU of its time
 */
record Row(String name, String label, Conditions conditions, Map<String, Double> document) {
  /** The document's eight rows; the last one in both modes of regions. */
  static List<Row> all(double scale) {
    Conditions size = Conditions.BASE.size(1024, 768);
    Conditions sampler = size.sampler("DPM++ SDE Karras");
    Conditions steps = sampler.steps(30);
    Conditions lora = steps.withLora();
    Conditions one = lora.controls(1);
    Conditions two = lora.controls(2);
    List<Row> rows =
        List.of(
            new Row(
                "base", "512x512, Euler, 20 steps", Conditions.BASE, Map.of(Column.PLAIN, 17.7)),
            new Row("size", "1024x768", size, Map.of(Column.PLAIN, 5.6)),
            new Row("sampler", "DPM++ SDE Karras", sampler, Map.of(Column.PLAIN, 2.8)),
            new Row("steps", "30 steps", steps, figures(2.8, 5.5, 5.8)),
            new Row("lora", "LoRA couple", lora, figures(2.8, 5.5, 5.8)),
            new Row("controlnet-1", "ControlNet Seg", one, figures(2.0, 3.9, 4.3)),
            new Row("controlnet-2", "ControlNet Pose", two, withDoggettx(figures(1.6, 3.3, 3.4))),
            new Row(
                "regions",
                "Latent Couple, classic",
                two.regions("classic"),
                figures(0.8, 1.7, 1.7)),
            new Row(
                "regions-attention",
                "Latent Couple, attention mode",
                two.regions("attention"),
                Map.of()));
    return rows.stream().map(it -> it.scaled(scale)).toList();
  }

  private Row scaled(double scale) {
    Conditions smaller = conditions.scaled(scale);
    return new Row(name, label.replace(size(conditions), size(smaller)), smaller, document);
  }

  private static String size(Conditions conditions) {
    return conditions.width() + "x" + conditions.height();
  }

  private static Map<String, Double> figures(double plain, double sdp, double channelsLast) {
    return Map.of(Column.PLAIN, plain, Column.SDP, sdp, Column.SDP_CHANNELS_LAST, channelsLast);
  }

  private static Map<String, Double> withDoggettx(Map<String, Double> figures) {
    Map<String, Double> all = new HashMap<>(figures);
    all.put(Column.DOGGETTX, 1.6);
    return Map.copyOf(all);
  }

  /**
   * Those that are named, in the order of the table.
   *
   * @throws BadRequest when one is unknown
   */
  static List<Row> named(List<String> names, double scale) {
    List<Row> all = all(scale);
    List<String> known = all.stream().map(Row::name).toList();
    List<String> unknown = new ArrayList<>(names);
    unknown.removeAll(known);
    if (!unknown.isEmpty()) {
      throw new BadRequest(
          "the table has no row \"" + unknown.get(0) + "\"; it has: " + String.join(", ", known));
    }
    return names.isEmpty() ? all : all.stream().filter(it -> names.contains(it.name)).toList();
  }
}
