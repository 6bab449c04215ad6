package dev.kiln.plugin.fast.benchmark;

import dev.kiln.spi.tensor.Picture;
import java.util.List;

/**
 * What is drawn, in the words of the default model.
 *
 * @param shown colors of ADE20K's classes that the prompt names
 */
record Scene(String prompt, List<Integer> shown) {
  private static final int PERSON = 0x96053d;
  private static final int GRASS = 0x04fa07;
  private static final int EARTH = 0x787846;
  private static final int ROAD = 0x8c8c8c;
  private static final int BUILDING = 0xb47878;
  private static final int SNOW = 0x7009ff;
  private static final int MOUNTAIN = 0x8fff8c;

  /** Less is a segmenter's slip. */
  private static final double LEAST = 0.02;

  private static final List<Scene> ALL =
      List.of(
          new Scene("a girl with long red hair, meadow, day", List.of(PERSON, GRASS)),
          new Scene("a boy waving, blue shirt, desert, sunset", List.of(PERSON, EARTH)),
          new Scene("a girl, city, night, white skirt", List.of(PERSON, ROAD, BUILDING)),
          new Scene("mountain, snow, landscape, day", List.of(MOUNTAIN, SNOW)));

  /** One after the other. */
  static Scene of(long seed) {
    return ALL.get((int) ((seed - 1) % ALL.size()));
  }

  /**
   * How much of the prompt is there.
   *
   * @param map ADE20K's classes in their colors
   * @return the part of the named classes that take 2 % of the map or more
   */
  double agreement(Picture map) {
    return (double) shown.stream().filter(it -> part(map, it) >= LEAST).count() / shown.size();
  }

  private static double part(Picture map, int color) {
    byte[] rgba = map.rgba();
    int count = 0;
    for (int i = 0; i < rgba.length; i += 4) {
      int pixel = (rgba[i] & 0xff) << 16 | (rgba[i + 1] & 0xff) << 8 | rgba[i + 2] & 0xff;
      count += pixel == color ? 1 : 0;
    }
    return 4.0 * count / rgba.length;
  }
}
